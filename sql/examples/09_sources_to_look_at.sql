-- One row is one source whose last request failed, or that brought nothing new for three days.
select
    h.source_id,
    h.publisher,
    h.last_good_at,
    h.failures_in_a_row,
    h.last_outcome,
    h.last_reason,
    h.last_new_item_at
from source_health as h
where
    h.paused_why is null
    and (
        h.failures_in_a_row > 0
        or h.last_new_item_at is null
        or h.last_new_item_at < (select max(r.planned_at) - interval 3 days from runs as r)
    )
order by h.failures_in_a_row desc, h.source_id asc;
