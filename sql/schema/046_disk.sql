-- One row is the room on the disk of the data folder, as it was when a run was published.
create table disk (
    run varchar,
    measured_at timestamp,
    free_bytes bigint,
    total_bytes bigint
);
