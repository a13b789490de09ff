-- One row is one finding of a rule over all runs, from the run that first showed it until one that did not any more.
-- What comes back after that is a row of its own. Findings are judged anew when a run is published, a stopped one too.
create table findings (
    rule varchar,
    subject varchar,
    severity varchar,
    title varchar,
    detail varchar,
    figure double,
    threshold double,
    first_seen_at timestamp,
    last_seen_at timestamp,
    closed_at timestamp,
    run varchar,
    acknowledged_at timestamp,
    acknowledged_by varchar,
    acknowledged_why varchar
);
