-- One row is one round of talks, summit, truce or exchange of the topic pack that the last load ran with.
create table rounds (
    round_id varchar,
    name varchar,
    from_on date,
    to_on date,
    city varchar,
    participants varchar[],
    verified boolean
);
