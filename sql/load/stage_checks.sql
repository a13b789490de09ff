-- One row is an expectation over a frame of the run.
create or replace temp table staged_checks as
select distinct
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
from read_parquet($files);
