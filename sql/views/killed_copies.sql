-- One row is one article that still holds a text which an agency killed: a person decides what becomes of it.
create view killed_copies as
with killed as (
    select
        item_id,
        article_id as killed_article_id,
        killed_at,
        note,
        unnest(fingerprints) as fingerprint
    from tombstones
)

select distinct
    r.article_id,
    r.revision,
    r.publisher_id,
    coalesce(r.canonical_url, r.url) as url,
    r.title,
    r.observed_at,
    k.item_id as killed_item_id,
    k.killed_article_id,
    k.killed_at,
    k.note
from article_revisions as r
inner join killed as k on r.text_fingerprint = k.fingerprint;
