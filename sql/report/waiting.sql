-- One row is what still waits: an outcome with its reason, how many, and when the first of them is due.
select
    ledger_current.kind,
    ledger_current.outcome,
    ledger_current.reason,
    count(*)::integer as waiting,
    min(coalesce(ledger_current.until_at, ledger_current.next_try_at)) as next_at
from ledger_current
where ledger_current.outcome in ('held', 'failed')
group by ledger_current.kind, ledger_current.outcome, ledger_current.reason
order by ledger_current.kind, ledger_current.outcome, ledger_current.reason
