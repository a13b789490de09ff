-- One row is one article revision that corrections apply to, or applied to before this load, as the tagger left it.
create or replace temp table staged_uncorrected as
with concerned as (
    select
        r.article_id,
        r.revision,
        r.item_id,
        r.item_revision,
        r.native_article_id,
        r.pack_version,
        r.title,
        r.text,
        u.article_id is not null as is_kept,
        if(is_kept, u.relevance, r.relevance) as relevance,
        if(is_kept, u.relevance_evidence, r.relevance_evidence) as relevance_evidence,
        u.mentions,
        u.statements
    from article_revisions as r
    left join uncorrected_revisions as u
        on
            r.revision = u.revision
            and r.item_id = u.item_id
            and r.item_revision = u.item_revision
            and r.native_article_id is not distinct from u.native_article_id
    where
        u.article_id is not null
        or exists (
            select 1
            from effective_corrections as e
            where e.article_id = r.article_id and e.revision = r.revision
        )
),

named as (
    select
        m.article_id,
        m.revision,
        list({
            'position': m.position,
            'zone': m.zone,
            'start': m.start,
            'end': m."end",
            'surface': m.surface,
            'kind': m.kind,
            'actor': m.actor,
            'wikidata': m.wikidata,
            'name': m.name,
            'as_actor': m.as_actor,
            'rule': m.rule
        } order by m.position) as mentions
    from revision_mentions as m
    inner join concerned as c on m.article_id = c.article_id and m.revision = c.revision
    where not c.is_kept
    group by m.article_id, m.revision
),

said as (
    select
        s.article_id,
        s.revision,
        list({
            'position': s.position,
            'zone': s.zone,
            'start': s.start,
            'end': s."end",
            'content': s.content,
            'is_quote': s.is_quote,
            'speaker': s.speaker,
            'speaker_name': s.speaker_name,
            'attributed_to': s.attributed_to,
            'type': s.type,
            'facet': s.facet,
            'target': s.target,
            'negated': s.negated,
            'modality': s.modality,
            'places': s.places,
            'amounts': s.amounts,
            'rule': s.rule,
            'condition': s.condition
        } order by s.position) as statements
    from revision_statements as s
    inner join concerned as c on s.article_id = c.article_id and s.revision = c.revision
    where not c.is_kept
    group by s.article_id, s.revision
)

select
    c.article_id,
    c.revision,
    c.item_id,
    c.item_revision,
    c.native_article_id,
    c.pack_version,
    c.title,
    c.text,
    c.relevance,
    c.relevance_evidence,
    coalesce(c.mentions, named.mentions, []) as mentions,
    coalesce(c.statements, said.statements, []) as statements
from concerned as c
left join named on c.article_id = named.article_id and c.revision = named.revision
left join said on c.article_id = said.article_id and c.revision = said.revision;
