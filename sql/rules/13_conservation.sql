-- One row is one run of the last seven days in which something that was seen did not end in exactly one outcome.
--
-- Title: Something was lost, or counted twice
-- Why: It is the promise of the house that every document and item is accounted for: figures of that run cannot be
-- relied on.
-- Do: This is a fault of ours: keep the run's stage and report it; trucewatch reprocess --since its day works the
-- documents again. The view ledger_conservation lists them.
-- Threshold: none may.
with recent as (
    select run
    from runs
    where planned_at > cast($now as timestamp) - interval 7 days
),

seen as (
    select
        d.run,
        'document' as kind,
        d.fetch_id as id,
        '' as revision
    from documents as d
    semi join recent on d.run = recent.run
    union
    select
        i.run,
        'item' as kind,
        i.item_id as id,
        i.item_revision as revision
    from run_items as i
    semi join recent on i.run = recent.run
    union
    select
        r.run,
        'item' as kind,
        r.key as id,
        '' as revision
    from rejected_rows as r
    semi join recent on r.run = recent.run
    where r.subject = 'items'
),

ended as (
    select
        l.run,
        l.kind,
        l.id,
        if(l.kind = 'document', '', l.revision) as revision,
        count(*) as outcomes
    from ledger as l
    semi join recent on l.run = recent.run
    group by all
)

select
    seen.run as subject,
    'critical' as severity,
    concat(
        count(*) filter (where ended.run is null), ' without an outcome, ',
        count(*) filter (where ended.run is not null), ' with more than one'
    ) as detail,
    count(*) as figure,
    0 as threshold
from seen
left join ended
    on
        seen.run = ended.run
        and seen.kind = ended.kind
        and seen.id = ended.id
        and seen.revision = ended.revision
where ended.outcomes is distinct from 1
group by seen.run;
