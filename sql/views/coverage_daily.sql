-- One row is one day, publisher and language: how many articles, how many about the talks,
-- how much of each we hold. Of `originals` copies count once.
create view coverage_daily as
select
    a.day_on,
    a.publisher_id,
    a.language,
    count(*) as articles,
    count(*) filter (where coalesce(m.place, 1) = 1) as originals,
    count(*) filter (where a.relevance = 'talks') as talks_articles,
    count(*) filter (where a.relevance = 'talks' and coalesce(m.place, 1) = 1) as talks_originals,
    count(*) filter (where a.relevance = 'passing') as passing_articles,
    count(*) filter (where a.text_depth = 'full') as full_articles,
    count(*) filter (where a.text_depth = 'summary') as summary_articles,
    count(*) filter (where a.text_depth = 'headline') as headline_articles
from articles as a
left join story_members as m on a.article_id = m.article_id
group by a.day_on, a.publisher_id, a.language;
