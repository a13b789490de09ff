-- One row is one article as it is held now, with the house it is of.
select
    a.article_id,
    a.title,
    coalesce(s.publisher, a.publisher_id) as publisher,
    a.publisher_id,
    a.language,
    a.relevance,
    a.text_depth,
    a.url,
    a.authors,
    a.published_at,
    a.published_precision,
    a.published_origin,
    a.first_seen_at,
    a.last_seen_at,
    a.gone_at,
    a.revision,
    a.revisions
from articles as a
left join sources as s on a.source_id = s.source_id
where a.article_id = $article
