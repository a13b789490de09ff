-- Leaves each state with the moment at which the next one of its source began; the last one has none.
update source_health
set to_at = later.next_at
from (
    select
        h.source_id,
        h.from_at,
        lead(h.from_at) over (
            partition by h.source_id
            order by h.from_at
        ) as next_at
    from source_health as h
) as later
where
    source_health.source_id = later.source_id
    and source_health.from_at = later.from_at
    and source_health.to_at is distinct from later.next_at;
