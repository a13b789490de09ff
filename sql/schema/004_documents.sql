-- One row is one fetch record that one run took up, with what became of it.
create table documents (
    run varchar,
    fetch_id varchar,
    source_id varchar,
    kind varchar,
    url varchar,
    fetched_at timestamp,
    fetch_outcome varchar,
    final_url varchar,
    status integer,
    content_type varchar,
    raw_sha256 varchar,
    body_bytes bigint,
    format varchar,
    items integer,
    item_id varchar,
    attempt integer,
    outcome varchar,
    reason varchar,
    detail varchar,
    next_try_at timestamp
);
