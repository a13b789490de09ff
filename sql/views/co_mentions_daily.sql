-- One row is one day and pair of actors named in the same articles about the talks; `actor` sorts before `other_actor`.
create view co_mentions_daily as
with named as (
    select distinct
        m.day_on,
        m.article_id,
        m.actor
    from mentions as m
    where m.relevance = 'talks' and m.actor is not null
)

select
    l.day_on,
    l.actor,
    r.actor as other_actor,
    count(*) as articles
from named as l
inner join named as r on l.article_id = r.article_id and l.actor < r.actor
group by l.day_on, l.actor, r.actor;
