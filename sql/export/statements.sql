-- One row is one thing said in the current revision of an article; with actors asked for, said by one or aimed at one,
-- with facets asked for, about one.
select
    s.day_on,
    s.article_id,
    s.revision,
    s.position,
    s.publisher_id,
    s.source_id,
    s.published_at,
    s.language,
    s.relevance,
    s.speaker,
    s.attributed_to,
    s.is_quote,
    s.type,
    s.facet,
    s.target,
    s.negated,
    s.modality,
    s.condition,
    s.places,
    s.amounts,
    s.zone,
    s.start,
    s.end,
    s.title,
    s.url,
    c.may_pass_on,
    if(c.may_pass_on, s.speaker_name, null) as speaker_name,
    if(c.may_pass_on, s.content, null) as content,
    s.rule
from statements as s
inner join chosen as c on s.article_id = c.article_id
where
    (
        cast($actors as varchar[]) is null
        or list_contains($actors, s.speaker)
        or list_contains($actors, s.target)
    )
    and (cast($facets as varchar[]) is null or list_contains($facets, s.facet))
