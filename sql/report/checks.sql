-- One row is one expectation that one of the given runs was held against, the failed ones first.
select
    run,
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
where list_contains($runs, run)
order by success asc, run asc, suite asc, expectation asc, kwargs asc
