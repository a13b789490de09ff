-- One row is one document or item that a run saw and did not give exactly one outcome. No row = all are conserved.
create view ledger_conservation as
with seen as (
    select
        run,
        'document' as kind,
        fetch_id as id,
        null as revision
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
    where subject = 'items'
)

select
    seen.run,
    seen.kind,
    seen.id,
    seen.revision,
    count(l.outcome) as outcomes,
    list_sort(list(l.outcome) filter (where l.outcome is not null)) as found
from seen
left join ledger as l
    on
        seen.run = l.run
        and seen.kind = l.kind
        and seen.id = l.id
        and coalesce(seen.revision, l.revision) = l.revision
group by seen.run, seen.kind, seen.id, seen.revision
having count(l.outcome) <> 1;
