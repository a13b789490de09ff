-- One row is one run, in the order in which they claimed the warehouse.
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
order by token
