-- One row is one expectation over one frame of one run.
create table quality_results (
    run varchar,
    suite varchar,
    expectation varchar,
    kwargs varchar,
    severity varchar,
    level varchar,
    success boolean,
    evaluated integer,
    unexpected integer,
    observed varchar,
    unexpected_keys varchar[],
    notes varchar
);
