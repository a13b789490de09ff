-- One row is one source in one state, from the poll that first showed it until the next state began. A source that is
-- paused is in the state paused; one that was never polled has no row.
create table source_health (
    source_id varchar,
    state varchar,
    from_at timestamp,
    to_at timestamp,
    judged_at timestamp,
    why varchar,
    polls integer,
    gaps integer,
    items integer,
    new_items integer,
    newest_item_at timestamp,
    failures double,
    interval_seconds double,
    next_poll_at timestamp
);
