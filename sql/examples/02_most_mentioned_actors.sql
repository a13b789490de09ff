-- One row is one actor: in how many articles about the talks of the last 7 days it was named, and how often it acted.
with latest as (
    select max(day_on) as day_on
    from articles
)

select
    m.actor,
    min(m.name) as name,
    count(distinct m.article_id) as articles,
    count(*) as mentions,
    count(*) filter (where m.as_actor) as acting_mentions
from mentions as m
inner join latest on m.day_on > latest.day_on - interval 7 days
where m.relevance = 'talks' and m.actor is not null
group by m.actor
order by articles desc, mentions desc, m.actor asc
limit 20;
