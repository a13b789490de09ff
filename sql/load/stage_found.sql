-- One row is something that a rule finds now.
create or replace temp table staged_found (
    rule varchar,
    subject varchar,
    severity varchar,
    title varchar,
    detail varchar,
    figure double,
    threshold double
);
