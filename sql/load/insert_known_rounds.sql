-- One row is one round of talks of the topic pack that the last load ran with.
insert into rounds (
    round_id,
    name,
    from_on,
    to_on,
    city,
    participants,
    verified
)
select
    round_id,
    name,
    from_on,
    to_on,
    city,
    participants,
    verified
from staged_known_rounds;
