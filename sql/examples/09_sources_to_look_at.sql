-- One row is one source that is not in order: its state and since when, or its last request failed, or it brought
-- nothing new for three days.
select
    h.source_id,
    h.publisher,
    h.state,
    h.state_since_at,
    h.why,
    h.last_good_at,
    h.failures_in_a_row,
    h.last_outcome,
    h.last_reason,
    h.last_new_item_at
from sources_now as h
where
    h.paused_why is null
    and (
        h.state not in ('ok', 'quiet')
        or h.failures_in_a_row > 0
        or h.last_new_item_at is null
        or h.last_new_item_at < (select max(r.planned_at) - interval 3 days from runs as r)
    )
order by h.failures_in_a_row desc, h.source_id asc;
