-- One row is one credit whose surface is not what stands at its offsets (code points, end exclusive).
select
    c.article_id,
    c.revision,
    c.position,
    c.zone,
    c.start,
    c.end,
    c.surface
from revision_credits as c
inner join article_revisions as r on c.article_id = r.article_id and c.revision = r.revision
where
    substring(case c.zone when 'title' then r.title else r.text end, c.start + 1, c.end - c.start)
    is distinct from c.surface;
