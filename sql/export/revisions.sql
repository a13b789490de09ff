-- One row is one step in the life of an article: the revision that it then showed, or none where its page was gone. The
-- day is that of the first look that showed it.
select
    cast((h.since_at at time zone 'UTC') at time zone $day_zone as date) as day_on,
    h.article_id,
    h.step,
    h.revision,
    h.earlier_revision,
    h.since_at,
    h.until_at,
    h.is_gone,
    h.returns,
    h.title_changed,
    h.text_changed,
    r.publisher_id,
    r.source_id,
    r.language,
    h.title,
    coalesce(r.canonical_url, r.url) as url,
    h.text_depth,
    coalesce(s.redistributable and len(s.sanctions) = 0, false) as may_pass_on,
    if(s.redistributable and len(s.sanctions) = 0, r.text, null) as text
from revision_history as h
inner join chosen as c on h.article_id = c.article_id
left join article_revisions as r on h.article_id = r.article_id and h.revision = r.revision
left join sources as s on r.source_id = s.source_id
