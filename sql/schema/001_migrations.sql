-- One row is one applied file of sql/schema, by its number.
create table migrations (
    number integer,
    name varchar,
    sha256 varchar,
    applied_at timestamp
);
