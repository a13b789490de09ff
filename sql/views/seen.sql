-- One row is one document or item revision that a run saw and has to account for; a document has no revision.
create view seen as
select
    run,
    'document' as kind,
    fetch_id as id,
    '' as revision
from documents
union
select
    run,
    'item' as kind,
    item_id as id,
    item_revision as revision
from run_items
union
select
    run,
    'item' as kind,
    key as id,
    '' as revision
from rejected_rows
where subject = 'items';
