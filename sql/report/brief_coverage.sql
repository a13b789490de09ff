-- One row is one source and language: its articles of the day, how many are about the talks, how many are held in full.
select
    articles.source_id,
    articles.publisher_id,
    articles.language,
    sources.side,
    sources.ownership,
    count(*)::integer as articles,
    (count(*) filter (where articles.relevance = 'talks'))::integer as talks_articles,
    (count(*) filter (where articles.text_depth = 'full'))::integer as full_articles
from articles
left join sources on articles.source_id = sources.source_id
where articles.day_on = $day
group by articles.source_id, articles.publisher_id, articles.language, sources.side, sources.ownership
order by articles.source_id asc, articles.language asc
