-- One row is one outcome with its reason: how many item revisions the given runs ended with it, by their last word.
with settled as (
    select
        ledger.id,
        ledger.revision,
        arg_max(ledger.outcome, ledger.token) as outcome,
        arg_max_null(ledger.reason, ledger.token) as reason
    from ledger
    where ledger.kind = 'item' and list_contains($runs, ledger.run)
    group by ledger.id, ledger.revision
)

select
    settled.outcome,
    settled.reason,
    count(*)::integer as items
from settled
group by settled.outcome, settled.reason
order by settled.outcome asc, settled.reason asc
