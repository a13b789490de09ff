-- One row is what a stage refused of something: of a document itself, of what came of it, or of an item.
select
    run,
    stage,
    subject,
    key,
    reason,
    detail
from rejected_rows
where key = $id or fetch_id = nullif($document, '')
order by run desc, stage asc, subject asc, key asc
limit 50
