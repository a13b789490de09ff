-- One row is one correction and whether it stands: `applied`; `superseded`, later ones say something else of the same;
-- `undone`; or `open`, where what it is about is not stored (any more), or the tagger says nothing there.
create view corrections_now as
with about as (
    select
        c.correction_id,
        r.article_id,
        r.revision
    from corrections as c
    left join article_alias as a on c.article_id = a.alias_id
    inner join article_revisions as r
        on
            (coalesce(a.article_id, c.article_id) = r.article_id or c.article_id = r.native_article_id)
            and (c.revision is null or c.revision = r.revision)
),

unnested as (
    select
        u.article_id,
        u.revision,
        unnest(u.statements) as s
    from uncorrected_revisions as u
),

fitting as (
    select c.correction_id
    from corrections as c
    inner join about as a on c.correction_id = a.correction_id
    inner join unnested as n on a.article_id = n.article_id and a.revision = n.revision
    where c.zone = n.s.zone and c.start = n.s.start and c."end" = n.s."end"
),

given as (
    select
        c.*,
        unnest(if(c.kind = 'identity', [row('same', null)], c.field_values)) as f
    from corrections as c
    where c.undone_at is null
),

overtaken as (
    select distinct
        g.correction_id,
        g.f.field as overtaken_field
    from given as g
    inner join given as l
        on
            g.kind = l.kind
            and g.f.field = l.f.field
            and g.article_id = l.article_id
            and (l.revision is null or g.revision = l.revision)
            and g.other_article_id is not distinct from l.other_article_id
            and (
                g.zone is null
                or (g.kind = 'mention' and g.zone = l.zone and g.start < l."end" and g."end" > l.start)
                or (g.zone = l.zone and g.start = l.start and g."end" = l."end")
            )
            and (g.corrected_at, g.correction_id) < (l.corrected_at, l.correction_id)
),

superseded as (
    select g.correction_id
    from given as g
    left join overtaken as o on g.correction_id = o.correction_id and g.f.field = o.overtaken_field
    group by g.correction_id
    having bool_and(o.overtaken_field is not null)
)

select
    c.correction_id,
    c.kind,
    case
        when c.undone_at is not null then 'undone'
        when c.kind <> 'identity' and c.correction_id not in (select a.correction_id from about as a) then 'open'
        when c.kind = 'statement' and c.correction_id not in (select f.correction_id from fitting as f) then 'open'
        when c.correction_id in (select s.correction_id from superseded as s) then 'superseded'
        else 'applied'
    end as state,
    c.article_id,
    c.revision,
    c.other_article_id,
    c.same,
    c.zone,
    c.start,
    c."end",
    c.field_values,
    c.who,
    c.why,
    c.corrected_at,
    c.undone_at,
    c.undone_by,
    c.undone_why
from corrections as c;
