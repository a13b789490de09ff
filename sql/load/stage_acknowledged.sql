-- One row is one finding that a person acknowledged, of those in the journal.
create or replace temp table staged_acknowledged (
    rule varchar,
    subject varchar,
    first_seen_at timestamp,
    acknowledged_at timestamp,
    acknowledged_by varchar,
    acknowledged_why varchar
);
