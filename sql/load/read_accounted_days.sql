-- One row is one day (UTC) of fetch records: how many of its documents the ledger accounts for. What a run lost, and
-- what is held and due by now, is to be taken up again and does not count.
with doubtful as (
    select distinct
        kind,
        id,
        revision
    from ledger
    where reason in ('batch_lost', 'load_stopped') or (outcome = 'held' and until_at <= $due_at)
),

endings as (
    select
        l.fetch_id,
        l.outcome,
        l.reason,
        l.until_at
    from ledger as l
    inner join doubtful as d on l.kind = d.kind and l.id = d.id and l.revision = d.revision
    qualify
        row_number() over (
            partition by l.kind, l.id, l.revision
            order by l.token desc, l.recorded_at desc, l.run desc
        ) = 1
),

reopened as (
    select distinct fetch_id
    from endings
    where reason in ('batch_lost', 'load_stopped') or (outcome = 'held' and until_at <= $due_at)
),

fetched as (
    select distinct
        fetch_id,
        cast(fetched_at as date) as fetched_on
    from documents
)

select
    fetched.fetched_on,
    count(*) as accounted
from fetched
left join reopened on fetched.fetch_id = reopened.fetch_id
where reopened.fetch_id is null
group by fetched.fetched_on
order by fetched.fetched_on;
