-- One row is one run: what it saw, what of that did not end in exactly one outcome, what its stages refused, how its
-- expectations ended; of the runs from one name to another. What became of what it saw is counted in desk_ends.sql.
-- Newest first.
with counted as (
    select
        seen.run,
        (count(*) filter (where seen.kind = 'document'))::integer as seen_documents,
        (count(*) filter (where seen.kind = 'item'))::integer as seen_items
    from seen
    where seen.run between $since and $until
    group by seen.run
),

astray as (
    select
        ledger_conservation.run,
        count(*)::integer as unaccounted
    from ledger_conservation
    where ledger_conservation.run between $since and $until
    group by ledger_conservation.run
),

refused as (
    select
        rejected_rows.run,
        count(*)::integer as refused_rows
    from rejected_rows
    where rejected_rows.run between $since and $until
    group by rejected_rows.run
),

checked as (
    select
        quality_runs.run,
        sum(quality_runs.checks)::integer as checks,
        sum(quality_runs.failed_checks)::integer as failed_checks
    from quality_runs
    where quality_runs.run between $since and $until
    group by quality_runs.run
)

select
    runs.run,
    runs.planned_at,
    runs.mode,
    runs.dag_run_id_sha,
    runs.pack_version,
    runs.stopped,
    coalesce(counted.seen_documents, 0) as seen_documents,
    coalesce(counted.seen_items, 0) as seen_items,
    coalesce(astray.unaccounted, 0) as unaccounted,
    coalesce(refused.refused_rows, 0) as refused_rows,
    coalesce(checked.checks, 0) as checks,
    coalesce(checked.failed_checks, 0) as failed_checks
from runs
left join counted on runs.run = counted.run
left join astray on runs.run = astray.run
left join refused on runs.run = refused.run
left join checked on runs.run = checked.run
where runs.run between $since and $until
order by runs.token desc
