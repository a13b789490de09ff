-- One row is one expectation that the given run did not meet, with the keys of the first rows that failed it.
select
    suite,
    expectation,
    kwargs,
    unexpected_keys[1:5] as failing_keys
from quality_results
where run = $run and not success and len(unexpected_keys) > 0
order by suite asc, expectation asc, kwargs asc
