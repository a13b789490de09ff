-- One row is one day of which articles are held, and one source: who owned it on that day, which state stood behind it,
-- and on whose side it was. Where no period of its affiliations covers the day, they are null.
create view outlets_daily as
with days as (
    select distinct day_on
    from articles
    where day_on is not null
),

periods as (
    select
        source_id,
        unnest(affiliations) as period
    from sources
)

select
    days.day_on,
    s.source_id,
    s.publisher_id,
    s.publisher,
    s.language,
    s.country,
    if(len(s.affiliations) > 0, p.period['ownership'], s.ownership) as ownership,
    p.period['state'] as state,
    if(len(s.affiliations) > 0, p.period['side'], s.side) as side
from days
cross join sources as s
left join periods as p
    on
        s.source_id = p.source_id
        and (p.period['from_on'] is null or p.period['from_on'] <= days.day_on)
        and (p.period['to_on'] is null or days.day_on < p.period['to_on']);
