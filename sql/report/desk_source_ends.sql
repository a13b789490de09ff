-- One row is one way in which item revisions and documents of the given source stand at present, and how many. A
-- duplicate stands as what the first sighting of the same revision became.
with latest as (
    select
        kind,
        id,
        revision,
        max_by(outcome, (token, recorded_at, run)) as outcome,
        arg_max_null(reason, (token, recorded_at, run)) as reason
    from ledger
    where source_id = $source and (kind = 'document' or outcome <> 'duplicate')
    group by kind, id, revision
)

select
    kind,
    outcome,
    reason,
    count(*)::integer as ended
from latest
group by kind, outcome, reason
order by kind desc, ended desc, outcome asc, reason asc
