-- One row is one run that reached the load, with its last attempt.
create table runs (
    run varchar,
    dag_run_id_sha varchar,
    planned_at timestamp,
    loaded_at timestamp,
    mode varchar,
    batches integer,
    lost_batches integer,
    stopped boolean,
    stop_reason varchar,
    pack_version varchar,
    token bigint,
    counts varchar
);
