-- One row is one day of which articles are held, and one actor with a side: whose side it is on that day.
create view sides_daily as
with days as (
    select distinct day_on
    from articles
    where day_on is not null
),

periods as (
    select
        actors.actor_id,
        unnest(actors.sides) as period
    from actors
)

select
    days.day_on,
    periods.actor_id as actor,
    any_value(periods.period['side']) as side
from days
inner join periods
    on
        (periods.period['from_on'] is null or periods.period['from_on'] <= days.day_on)
        and (periods.period['to_on'] is null or days.day_on < periods.period['to_on'])
group by days.day_on, periods.actor_id;
