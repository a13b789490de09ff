-- One row is one actor that spoke or acted in the week before, and on the last day did not.
with latest as (
    select max(day_on) as day_on
    from articles
),

acting as (
    select
        m.actor,
        min(m.name) as name,
        max(m.day_on) as last_on,
        count(distinct m.day_on) as active_days
    from mentions as m
    inner join latest on m.day_on > latest.day_on - interval 8 days
    where m.relevance = 'talks' and m.as_actor and m.actor is not null
    group by m.actor
)

select
    acting.name,
    acting.last_on,
    acting.active_days
from acting
inner join latest on acting.last_on < latest.day_on
order by acting.active_days desc, acting.name asc;
