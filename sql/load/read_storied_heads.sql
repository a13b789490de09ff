-- One row is one article that may be of a story with others: when it appeared (published, else first seen), and whether
-- this load touched it.
select
    h.article_id,
    coalesce(r.published_at, h.first_seen_at) as appeared_at,
    h.article_id in (select t.article_id from touched_articles as t) as is_touched
from article_heads as h
inner join storied_articles as s on h.article_id = s.article_id
inner join article_revisions as r on h.article_id = r.article_id and h.current_revision = r.revision
where not h.killed and h.article_id in (select unnest(cast($articles as varchar[])))
order by h.article_id;
