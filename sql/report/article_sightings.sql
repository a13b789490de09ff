-- One row is one version of one entry in which an article stood, the earliest first.
select
    s.source_id,
    s.guid,
    s.url,
    s.title,
    s.absent_at,
    s.seen_at,
    s.last_seen_at,
    s.revision
from sightings as s
where s.article_id = $article
order by s.seen_at asc, s.source_id asc, s.item_id asc, s.item_revision asc
