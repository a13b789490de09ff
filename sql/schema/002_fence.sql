-- One row is one claim of the warehouse by a run; only the holder of the greatest token may commit.
create table fence (
    token bigint,
    run varchar,
    claimed_at timestamp
);
