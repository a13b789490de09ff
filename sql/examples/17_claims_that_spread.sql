-- One row is one claim that at least three monitored sources report, those that most report first: who had it first, in
-- which languages it is told, and how long the second and the fifth source took.
select
    c.speaker_name,
    c.type,
    c.facet,
    c.target,
    c.first_at,
    c.first_sources,
    c.sources,
    c.languages,
    c.sides,
    c.hours_to_second,
    c.hours_to_fifth,
    c.claim_id
from claim_pickup as c
where c.sources >= 3
order by c.sources desc, c.first_at asc, c.claim_id asc;
