-- One row is an actor of the pack.
create or replace temp table staged_actors as
select distinct
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
from read_parquet($files);
