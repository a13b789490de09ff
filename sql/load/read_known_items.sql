-- One row is one item revision whose article revision is stored.
select
    s.item_id,
    s.item_revision,
    coalesce(s.native_article_id, s.article_id) as article_id,
    s.revision,
    s.ranked_at
from sightings as s
inner join article_revisions as r on s.article_id = r.article_id and s.revision = r.revision
where s.last_seen_at >= $since
order by s.item_id, s.item_revision;
