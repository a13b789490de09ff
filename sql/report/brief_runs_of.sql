-- One row is one of the given runs, in the order in which they claimed the warehouse.
select
    run,
    planned_at,
    mode,
    batches,
    lost_batches,
    stopped,
    stop_reason,
    pack_version
from runs
where list_contains($runs, run)
order by token
