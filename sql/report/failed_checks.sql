-- One row is one expectation that the last run did not meet.
select
    suite,
    expectation,
    kwargs,
    severity,
    level,
    evaluated,
    unexpected,
    observed,
    notes
from quality_results
where not success and run = (select arg_max(runs.run, runs.token) from runs)
order by suite asc, expectation asc, kwargs asc
