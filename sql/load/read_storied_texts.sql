-- One row is one article in its current revision.
select
    h.article_id,
    r.publisher_id,
    r.title,
    r.text
from article_heads as h
inner join article_revisions as r on h.article_id = r.article_id and h.current_revision = r.revision
where h.article_id in (select unnest(cast($articles as varchar[])))
order by h.article_id;
