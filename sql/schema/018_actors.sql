-- One row is one actor of the topic pack that the last load ran with.
create table actors (
    actor_id varchar,
    name varchar,
    wikidata varchar,
    type varchar,
    gender varchar,
    sides struct(side varchar, from_on date, to_on date)[],
    stands_for varchar,
    acts_by_default boolean,
    verified boolean,
    note varchar
);
