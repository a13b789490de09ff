-- One row is one round that the day's articles about the talks report on, the most reported first.
select
    revision_rounds.round,
    count(distinct talks_articles.article_id)::integer as articles,
    count(distinct talks_articles.publisher_id)::integer as outlets
from talks_articles
inner join revision_rounds
    on
        talks_articles.article_id = revision_rounds.article_id
        and talks_articles.revision = revision_rounds.revision
where talks_articles.day_on = $day and revision_rounds.aspect = 'subject'
group by revision_rounds.round
order by count(distinct talks_articles.article_id) desc, revision_rounds.round asc
