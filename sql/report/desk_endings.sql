-- One row is how one run ended something: a document or an item revision, the latest first.
select
    run,
    revision,
    outcome,
    reason,
    detail,
    fetch_id,
    recorded_at
from ledger
where kind = $kind and id = $id
order by token desc, recorded_at desc
limit 50
