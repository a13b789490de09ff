-- One row is one of the day's articles about the talks, with the story that it belongs to and who had that first.
with firsts as (
    select
        stories.story_id,
        stories.appeared_at as first_appeared_at,
        stories.publisher_id as first_publisher_id
    from stories
    where stories.place = 1
)

select
    stories.story_id,
    stories.place,
    articles.article_id,
    articles.publisher_id,
    coalesce(sources.publisher, articles.publisher_id) as publisher,
    sources.side,
    articles.language,
    articles.title,
    articles.url,
    articles.published_at,
    articles.published_precision,
    articles.first_seen_at,
    articles.text_depth,
    articles.revisions,
    firsts.first_publisher_id,
    firsts.first_appeared_at
from articles
inner join stories on articles.article_id = stories.article_id
inner join firsts on stories.story_id = firsts.story_id
left join sources on articles.source_id = sources.source_id
where articles.day_on = $day and articles.relevance = 'talks'
order by stories.story_id asc, stories.place asc
