-- One row: the first and the last of the runs that were planned in the 30 days before the newest, by name (which begins
-- with its time), the day of the newest, and how many runs there were before.
with newest as (
    select max(planned_at) as newest_at
    from runs
)

select
    min(r.run) filter (where r.planned_at > newest.newest_at - interval 30 days) as first_run,
    max(r.run) filter (where r.planned_at > newest.newest_at - interval 30 days) as last_run,
    any_value(newest.newest_at)::date as last_on,
    (count(*) filter (where r.planned_at <= newest.newest_at - interval 30 days))::integer as earlier
from runs as r
cross join newest
