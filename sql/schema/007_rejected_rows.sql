-- One row is one thing that a stage of one run refused.
create table rejected_rows (
    run varchar,
    stage varchar,
    subject varchar,
    key varchar,
    source_id varchar,
    fetch_id varchar,
    article_id varchar,
    revision varchar,
    reason varchar,
    detail varchar
);
