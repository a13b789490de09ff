-- One row is one document that is to be taken up again: a run lost it or an item of it, or it holds a story whose
-- embargo is over by now, or that was hidden and is usable again.
with doubtful as (
    select distinct
        kind,
        id,
        revision
    from ledger
    where
        reason in ('batch_lost', 'load_stopped')
        or (outcome = 'held' and until_at <= $due_at)
        or (outcome = 'held' and reason = 'withheld')
),

endings as (
    select
        l.id,
        l.revision,
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

ended as (
    select fetch_id
    from endings
    where reason in ('batch_lost', 'load_stopped') or (outcome = 'held' and until_at <= $due_at)
),

usable_again as (
    select
        w.item_id,
        w.item_revision
    from wire_versions as w
    inner join wire_stories as n on w.article_id = n.article_id
    where w.status = 'usable' and n.status = 'usable'
)

select fetch_id
from ended
union
select e.fetch_id
from endings as e
inner join usable_again as u on e.id = u.item_id and e.revision = u.item_revision
where e.outcome = 'held' and e.reason = 'withheld'
order by fetch_id;
