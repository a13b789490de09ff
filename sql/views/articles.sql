-- One row is one article that was not killed, in its current revision. `revisions` counts the ones we hold.
create view articles as
with histories as (
    select
        article_id,
        count(*) as revisions
    from article_revisions
    group by article_id
)

select
    r.article_id,
    r.revision,
    r.publisher_id,
    r.source_id,
    r.day_on,
    r.published_at,
    r.published_precision,
    r.published_origin,
    h.first_seen_at,
    h.last_seen_at,
    r.language,
    r.relevance,
    r.relevance_score,
    r.title,
    r.text,
    r.text_depth,
    r.text_fingerprint,
    r.authors,
    r.site_name,
    coalesce(r.canonical_url, r.url) as url,
    r.flags,
    histories.revisions,
    r.pack_version
from article_heads as h
inner join article_revisions as r on h.article_id = r.article_id and h.current_revision = r.revision
inner join histories on h.article_id = histories.article_id
where not h.killed;
