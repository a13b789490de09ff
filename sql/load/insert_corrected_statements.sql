-- One row is one thing said in one article revision: as the tagger read it, but for the fields that corrections set. Of
-- two that set the same field of a statement the later stands; the rule names the last of all.
insert into revision_statements (
    article_id,
    revision,
    item_id,
    item_revision,
    position,
    zone,
    start,
    "end",
    content,
    is_quote,
    speaker,
    speaker_name,
    attributed_to,
    type,
    facet,
    target,
    negated,
    modality,
    condition,
    places,
    amounts,
    rule,
    pack_version
)
with given as (
    select
        e.article_id,
        e.revision,
        e.zone,
        e.start,
        e."end",
        e.correction_id,
        e.corrected_at,
        unnest(e.field_values) as f
    from effective_corrections as e
    where e.kind = 'statement'
),

last_given as (
    select g.*
    from given as g
    qualify
        row_number() over (
            partition by g.article_id, g.revision, g.zone, g.start, g."end", g.f.field
            order by g.corrected_at desc, g.correction_id desc
        ) = 1
),

changes as (
    select
        l.article_id,
        l.revision,
        l.zone,
        l.start,
        l."end",
        map_from_entries(list(l.f)) as given,
        arg_max(l.correction_id, (l.corrected_at, l.correction_id)) as correction_id
    from last_given as l
    group by l.article_id, l.revision, l.zone, l.start, l."end"
),

unnested as (
    select
        u.article_id,
        u.revision,
        u.item_id,
        u.item_revision,
        u.pack_version,
        unnest(u.statements) as s
    from staged_uncorrected as u
),

tagged as (
    select
        n.article_id,
        n.revision,
        n.item_id,
        n.item_revision,
        n.pack_version,
        n.s.position,
        n.s.zone,
        n.s.start,
        n.s."end",
        n.s.content,
        n.s.is_quote,
        n.s.speaker,
        n.s.speaker_name,
        n.s.attributed_to,
        n.s.type,
        n.s.facet,
        n.s.target,
        n.s.negated,
        n.s.modality,
        n.s.condition,
        n.s.places,
        n.s.amounts,
        n.s.rule
    from unnested as n
)

select
    t.article_id,
    t.revision,
    t.item_id,
    t.item_revision,
    t.position,
    t.zone,
    t.start,
    t."end",
    t.content,
    t.is_quote,
    if(map_contains(c.given, 'speaker'), c.given['speaker'], t.speaker) as speaker,
    if(map_contains(c.given, 'speaker'), a.name, t.speaker_name) as speaker_name,
    if(map_contains(c.given, 'attributed_to'), c.given['attributed_to'], t.attributed_to) as attributed_to,
    if(map_contains(c.given, 'type'), c.given['type'], t.type) as spoken_type,
    if(map_contains(c.given, 'facet'), c.given['facet'], t.facet) as facet,
    if(map_contains(c.given, 'target'), c.given['target'], t.target) as aimed_at,
    if(map_contains(c.given, 'negated'), c.given['negated'] = 'true', t.negated) as is_negated,
    if(map_contains(c.given, 'modality'), c.given['modality'], t.modality) as modality,
    t.condition,
    t.places,
    t.amounts,
    coalesce('correction:' || c.correction_id, t.rule) as rule_id,
    t.pack_version
from tagged as t
left join changes as c
    on
        t.article_id = c.article_id
        and t.revision = c.revision
        and t.zone = c.zone
        and t.start = c.start
        and t."end" = c."end"
left join staged_actors as a on c.given['speaker'] = a.actor_id
where c.given['removed'] is distinct from 'true';
