-- One row is one expectation over one frame of a run, those that were not met first.
select
    suite,
    expectation,
    kwargs,
    severity,
    level,
    success,
    evaluated,
    unexpected,
    observed,
    notes
from quality_results
where run = $run
order by success asc, suite asc, expectation asc, kwargs asc
