-- One row is a round of talks of the pack.
create or replace temp table staged_known_rounds as
select distinct
    round_id,
    name,
    from_on,
    to_on,
    nullif(city, '') as city,
    participants,
    verified
from read_parquet($files);
