-- One row is one expectation over one frame of one run.
insert into quality_results (
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
    unexpected_keys,
    notes
)
select
    $run as run,
    suite,
    expectation,
    kwargs,
    severity,
    level,
    success,
    evaluated,
    unexpected,
    observed,
    unexpected_keys,
    notes
from staged_checks;
