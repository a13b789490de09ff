-- One row is what still waits: an outcome with its reason, how many, and when the first of them is due.
with concerned as (
    select distinct
        kind,
        id,
        revision
    from ledger
    where outcome in ('held', 'failed')
),

latest as (
    select
        l.kind,
        l.outcome,
        l.reason,
        l.until_at,
        l.next_try_at
    from ledger as l
    inner join concerned as c on l.kind = c.kind and l.id = c.id and l.revision = c.revision
    qualify
        row_number() over (
            partition by l.kind, l.id, l.revision
            order by l.token desc, l.recorded_at desc, l.run desc
        ) = 1
)

select
    kind,
    outcome,
    reason,
    count(*)::integer as waiting,
    min(coalesce(until_at, next_try_at)) as next_at
from latest
where outcome in ('held', 'failed')
group by kind, outcome, reason
order by kind, outcome, reason
