-- One row is one state that the source of the given id was in, the newest first.
select
    state,
    from_at,
    to_at,
    judged_at,
    why,
    polls,
    gaps,
    new_items
from source_health
where source_id = $source
order by from_at desc
