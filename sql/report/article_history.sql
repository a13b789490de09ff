-- One row is one step of an article's history, the first one first, with the texts to compare.
select
    h.step,
    h.revision,
    h.earlier_revision,
    h.since_at,
    h.until_at,
    h.is_gone,
    h.returns,
    h.title_changed,
    h.text_changed,
    h.text_depth,
    r.title,
    r.text,
    e.title as earlier_title,
    e.text as earlier_text
from revision_history as h
left join article_revisions as r on h.article_id = r.article_id and h.revision = r.revision
left join article_revisions as e on h.article_id = e.article_id and h.earlier_revision = e.revision
where h.article_id = $article
order by h.step asc
