-- One row is one place in one article revision where an actor is named: what the tagger found, but for the places that
-- corrections are about. Of two that overlap the later stands.
insert into revision_mentions (
    article_id,
    revision,
    item_id,
    item_revision,
    position,
    zone,
    start,
    "end",
    surface,
    kind,
    actor,
    wikidata,
    name,
    as_actor,
    rule,
    pack_version
)
with places as (
    select
        e.article_id,
        e.revision,
        e.correction_id,
        e.corrected_at,
        e.zone,
        e.start,
        e."end",
        e.field_values[1].value as actor,
        e.field_values[2].value = 'true' as as_actor
    from effective_corrections as e
    where e.kind = 'mention'
),

unnested as (
    select
        u.article_id,
        u.revision,
        unnest(u.mentions) as m
    from staged_uncorrected as u
),

tagged as (
    select
        n.article_id,
        n.revision,
        n.m.position,
        n.m.zone,
        n.m.start,
        n.m."end",
        n.m.surface,
        n.m.kind,
        n.m.actor,
        n.m.wikidata,
        n.m.name,
        n.m.as_actor,
        n.m.rule as rule_id
    from unnested as n
),

standing as (
    select t.*
    from tagged as t
    where
        not exists (
            select 1
            from places as p
            where
                p.article_id = t.article_id
                and p.revision = t.revision
                and p.zone = t.zone
                and p.start < t."end"
                and t.start < p."end"
        )
    union all by name
    select
        p.article_id,
        p.revision,
        p.zone,
        p.start,
        p."end",
        substring(if(p.zone = 'title', u.title, u.text), p.start + 1, p."end" - p.start) as surface,
        coalesce(
            (
                select arg_min(t.kind, t.position)
                from tagged as t
                where
                    t.article_id = p.article_id
                    and t.revision = p.revision
                    and t.zone = p.zone
                    and p.start < t."end"
                    and t.start < p."end"
            ),
            'name'
        ) as kind,
        p.actor,
        a.wikidata,
        a.name,
        p.as_actor,
        'correction:' || p.correction_id as rule_id
    from places as p
    inner join staged_uncorrected as u on p.article_id = u.article_id and p.revision = u.revision
    left join staged_actors as a on p.actor = a.actor_id
    where
        p.actor is not null
        and not exists (
            select 1
            from places as l
            where
                l.article_id = p.article_id
                and l.revision = p.revision
                and l.zone = p.zone
                and l.start < p."end"
                and p.start < l."end"
                and (l.corrected_at, l.correction_id) > (p.corrected_at, p.correction_id)
        )
)

select
    s.article_id,
    s.revision,
    u.item_id,
    u.item_revision,
    if(
        exists (
            select 1
            from places as p
            where p.article_id = s.article_id and p.revision = s.revision
        ),
        row_number() over (
            partition by s.article_id, s.revision
            order by s.zone = 'text', s.start, s."end"
        ) - 1,
        s.position
    ) as position,
    s.zone,
    s.start,
    s."end",
    s.surface,
    s.kind,
    s.actor,
    s.wikidata,
    s.name,
    s.as_actor,
    s.rule_id,
    u.pack_version
from standing as s
inner join staged_uncorrected as u on s.article_id = u.article_id and s.revision = u.revision;
