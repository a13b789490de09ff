-- One row is one actor of the topic pack that the last load ran with.
insert into actors (
    actor_id,
    name,
    wikidata,
    type,
    gender,
    sides,
    stands_for,
    acts_by_default,
    verified,
    note
)
select
    actor_id,
    name,
    wikidata,
    type,
    gender,
    sides,
    stands_for,
    acts_by_default,
    verified,
    note
from staged_actors;
