-- One row is one run and suite of expectations: how many checks, how many failed by severity,
-- how many rows were unexpected.
create view quality_runs as
select
    r.run,
    r.planned_at,
    q.suite,
    r.stopped,
    r.stop_reason,
    count(*) as checks,
    count(*) filter (where not q.success) as failed_checks,
    count(*) filter (where not q.success and q.severity = 'critical') as failed_critical,
    count(*) filter (where not q.success and q.severity = 'warning') as failed_warning,
    count(*) filter (where not q.success and q.severity = 'info') as failed_info,
    max(q.evaluated) as rows_evaluated,
    coalesce(sum(q.unexpected) filter (where q.level = 'row'), 0) as unexpected_rows,
    list_sort(list(q.expectation) filter (where not q.success)) as failing
from quality_results as q
inner join runs as r on q.run = r.run
group by r.run, r.planned_at, q.suite, r.stopped, r.stop_reason;
