-- One row is one document that is to be taken up again: a run lost it or an item of it, or it holds a story whose
-- embargo is over by now.
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
)

select distinct fetch_id
from endings
where reason in ('batch_lost', 'load_stopped') or (outcome = 'held' and until_at <= $due_at)
order by fetch_id;
