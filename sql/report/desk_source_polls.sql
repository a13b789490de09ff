-- One row is one of the last requests for the feed or wire of the given source, as the last run accounted for it.
-- Without its address: that of a file is its name, which may tell what an agency holds back.
select
    fetch_id,
    run,
    fetched_at,
    fetch_outcome,
    status,
    items,
    outcome,
    reason,
    detail,
    next_try_at
from documents
where source_id = $source and kind <> 'page'
qualify row_number() over (partition by fetch_id order by run desc) = 1
order by fetched_at desc, fetch_id asc
limit 25
