-- One row is one of the articles asked for, with its text and the mentions stored with it, in reading order.
select
    articles.article_id,
    articles.publisher_id,
    articles.title,
    articles.text,
    articles.language,
    articles.published_at,
    articles.relevance,
    (
        select
            list({
                'zone': m.zone,
                'start': m.start,
                'end': m.end,
                'surface': m.surface,
                'kind': m.kind,
                'actor': m.actor
            } order by m.position)
        from revision_mentions as m
        where m.article_id = articles.article_id and m.revision = articles.revision
    ) as mentions
from articles
where list_contains($articles, articles.article_id)
order by articles.article_id asc
