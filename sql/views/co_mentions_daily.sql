-- One row is one day and pair of actors named in the same articles about the talks; `actor` sorts before `other_actor`.
create view co_mentions_daily as
select
    l.day_on,
    l.actor,
    r.actor as other_actor,
    count(*) as articles,
    count(*) filter (where l.is_original) as originals
from article_actors as l
inner join article_actors as r on l.article_id = r.article_id and l.actor < r.actor
where l.relevance = 'talks' and r.relevance = 'talks'
group by l.day_on, l.actor, r.actor;
