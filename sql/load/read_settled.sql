-- One row is one document fetched since then that the ledger accounts for, and whether no run could read it.
-- What a run lost, and what is held and due by now, is to be taken up again.
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
)

select
    documents.fetch_id,
    coalesce(
        bool_and(documents.outcome = 'quarantined') filter (where documents.outcome <> 'failed'), false
    ) as is_unreadable
from documents
left join reopened on documents.fetch_id = reopened.fetch_id
where documents.fetched_at >= $since and reopened.fetch_id is null
group by documents.fetch_id;
