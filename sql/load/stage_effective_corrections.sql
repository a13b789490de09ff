-- One row is one correction that is not undone and one stored article revision that it is about: the one it names, or
-- where it names none each of its article. An article that has become part of another is found there.
create or replace temp table effective_corrections as
select
    r.article_id,
    r.revision,
    c.correction_id,
    c.kind,
    c.zone,
    c.start,
    c."end",
    c.field_values,
    c.corrected_at
from corrections as c
left join article_alias as a on c.article_id = a.alias_id
inner join article_revisions as r
    on
        (coalesce(a.article_id, c.article_id) = r.article_id or c.article_id = r.native_article_id)
        and (c.revision is null or c.revision = r.revision)
where c.kind in ('label', 'mention', 'statement') and c.undone_at is null;
