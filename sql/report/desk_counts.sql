-- One row is one source: how many of its item revisions ended in each outcome, as sources.sql counts them. A duplicate
-- is counted as what the first sighting of the same revision became; those seen once, most of them, need no looking up.
with again as (
    select
        id,
        revision
    from ledger
    where kind = 'item'
    group by id, revision
    having count(*) > 1
),

settled as (
    select
        l.source_id,
        coalesce(
            arg_max(l.outcome, l.recorded_at) filter (where l.outcome <> 'duplicate'), 'duplicate'
        ) as outcome
    from ledger as l
    inner join again on l.id = again.id and l.revision = again.revision
    where l.kind = 'item'
    group by l.source_id, l.id, l.revision
),

counted as (
    select
        l.source_id,
        l.outcome,
        count(*) as items
    from ledger as l
    anti join again on l.id = again.id and l.revision = again.revision
    where l.kind = 'item'
    group by l.source_id, l.outcome
    union all
    select
        settled.source_id,
        settled.outcome,
        count(*) as items
    from settled
    group by settled.source_id, settled.outcome
)

select
    sources.source_id,
    coalesce(sum(counted.items), 0)::integer as items,
    coalesce(sum(counted.items) filter (where counted.outcome = 'loaded'), 0)::integer as loaded,
    coalesce(sum(counted.items) filter (where counted.outcome = 'duplicate'), 0)::integer as duplicate,
    coalesce(sum(counted.items) filter (where counted.outcome = 'held'), 0)::integer as held,
    coalesce(sum(counted.items) filter (where counted.outcome = 'killed'), 0)::integer as killed,
    coalesce(sum(counted.items) filter (where counted.outcome = 'not_text'), 0)::integer as not_text,
    coalesce(sum(counted.items) filter (where counted.outcome = 'quarantined'), 0)::integer as quarantined,
    coalesce(sum(counted.items) filter (where counted.outcome = 'failed'), 0)::integer as failed
from sources
left join counted on sources.source_id = counted.source_id
group by sources.source_id
order by sources.source_id
