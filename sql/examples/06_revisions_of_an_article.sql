-- One row is one revision of an article that was changed after it appeared, in the order in which we saw them.
select
    r.article_id,
    r.observed_at,
    r.title,
    length(r.text) as characters,
    r.revision = h.current_revision as is_current
from article_revisions as r
inner join article_heads as h on r.article_id = h.article_id
inner join articles as a on r.article_id = a.article_id
where a.revisions > 1
order by r.article_id asc, r.observed_at asc;
