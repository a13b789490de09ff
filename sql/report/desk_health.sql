-- One row is one source: its publisher, its state, when it was last heard, and why it was not. sources.sql counts its
-- items.
select
    source_id,
    publisher,
    kind,
    language,
    country,
    paused_why,
    state,
    state_since_at,
    why,
    last_fetched_at,
    last_good_at,
    last_reason,
    last_detail,
    next_try_at,
    polls,
    failures_in_a_row,
    new_items_7_days
from sources_now
order by source_id
