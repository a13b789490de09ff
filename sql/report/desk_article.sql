-- One row is the article of the given id in its current revision; no row where it is not held or was killed.
select
    h.article_id,
    h.first_seen_at,
    h.last_seen_at,
    r.revision,
    r.source_id,
    coalesce(s.publisher, r.publisher_id) as publisher,
    coalesce(r.canonical_url, r.url) as url,
    r.title,
    left(r.text, 3000) as beginning,
    length(r.text)::integer as characters,
    r.text_depth,
    r.language,
    r.authors,
    r.published_at,
    r.published_precision,
    r.published_origin,
    r.relevance,
    r.flags,
    r.pack_version
from article_heads as h
inner join article_revisions as r on h.article_id = r.article_id and h.current_revision = r.revision
left join sources as s on r.source_id = s.source_id
where h.article_id = $article and not h.killed
