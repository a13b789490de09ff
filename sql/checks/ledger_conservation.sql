-- One row is one document or item that a run saw and did not give exactly one outcome. No row = all are conserved.
with seen as (
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
    where subject = 'items'
),

ended as (
    select
        run,
        kind,
        id,
        case when kind = 'document' then '' else revision end as revision,
        outcome
    from ledger
)

select
    seen.run,
    seen.kind,
    seen.id,
    seen.revision,
    count(ended.outcome) as outcomes,
    list_sort(list(ended.outcome) filter (where ended.outcome is not null)) as found
from seen
left join ended
    on
        seen.run = ended.run
        and seen.kind = ended.kind
        and seen.id = ended.id
        and seen.revision = ended.revision
group by seen.run, seen.kind, seen.id, seen.revision
having count(ended.outcome) <> 1;
