-- One row is one fetch of a page that showed a revision which is stored.
select
    fetch_id,
    revision
from article_visits
where revision is not null and checked_at >= $since
union
select
    s.page_fetch_id as fetch_id,
    s.revision
from sightings as s
inner join article_revisions as r on s.article_id = r.article_id and s.revision = r.revision
where s.page_fetch_id is not null and r.text_depth = 'full' and s.last_seen_at >= $since;
