-- One row is one outcome of one document or item revision in one run.
create table ledger (
    run varchar,
    kind varchar,
    id varchar,
    revision varchar,
    source_id varchar,
    fetch_id varchar,
    outcome varchar,
    reason varchar,
    detail varchar,
    next_try_at timestamp,
    until_at timestamp,
    article_id varchar,
    article_revision varchar,
    token bigint,
    recorded_at timestamp
);
