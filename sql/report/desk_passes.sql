-- One row is one day of runs, from one name to another: how many expectations they were held against and how many of
-- these were met, how many rows were looked at and how many of these failed one.
select
    runs.planned_at::date as day_on,
    count(distinct quality_results.run)::integer as runs,
    count(*)::integer as checks,
    (count(*) filter (where quality_results.success))::integer as met,
    coalesce(sum(quality_results.evaluated) filter (where quality_results.level = 'row'), 0)::bigint as evaluated,
    coalesce(sum(quality_results.unexpected) filter (where quality_results.level = 'row'), 0)::bigint as unexpected
from quality_results
inner join runs on quality_results.run = runs.run
where quality_results.run between $since and $until
group by runs.planned_at::date
order by day_on asc
