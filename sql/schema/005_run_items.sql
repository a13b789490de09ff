-- One row is one revision of one item that one run saw: what its ledger must account for.
create table run_items (
    run varchar,
    item_id varchar,
    item_revision varchar,
    fetch_id varchar
);
