-- One row is one document or item that a run saw and did not give exactly one outcome. No row = all are conserved.
create view ledger_conservation as
with ended as (
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
