-- One row is one of the day's articles about the talks, with the story that it belongs to, who had that first, what the
-- article is to it (a copy, a version, a rewrite) and who seems to have made it.
with told as (
    select
        articles.article_id,
        articles.publisher_id,
        articles.source_id,
        articles.language,
        articles.title,
        articles.url,
        articles.published_at,
        articles.published_precision,
        articles.first_seen_at,
        articles.text_depth,
        articles.revisions,
        coalesce(m.story_id, articles.article_id) as story_id,
        coalesce(m.place, 1) as place,
        coalesce(m.relation, 'first') as relation
    from articles
    left join story_members as m on articles.article_id = m.article_id
    where articles.day_on = $day and articles.relevance = 'talks'
)

select
    told.story_id,
    told.place,
    told.relation,
    told.article_id,
    told.publisher_id,
    coalesce(sources.publisher, told.publisher_id) as publisher,
    sources.side,
    told.language,
    told.title,
    told.url,
    told.published_at,
    told.published_precision,
    told.first_seen_at,
    told.text_depth,
    told.revisions,
    origins.first_publisher_id,
    origins.first_at as first_appeared_at,
    origins.origin,
    origins.basis,
    origins.credited_by::integer as credited_by
from told
left join story_origins as origins on told.story_id = origins.story_id
left join sources on told.source_id = sources.source_id
order by told.story_id asc, told.place asc, told.article_id asc
