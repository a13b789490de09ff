-- One row is one actor, the most mentioned in articles on the talks first.
select
    mentions.name,
    count(*)::integer as mentions,
    count(distinct mentions.article_id)::integer as articles
from mentions
inner join talks_articles on mentions.article_id = talks_articles.article_id
where mentions.actor is not null
group by mentions.name
order by count(*) desc, mentions.name
limit 12
