-- One row is one place in the current revision of an article where an actor is named; where actors are asked for, only
-- theirs.
select
    m.day_on,
    m.article_id,
    m.revision,
    m.position,
    m.publisher_id,
    m.source_id,
    m.published_at,
    m.language,
    m.relevance,
    m.actor,
    m.wikidata,
    m.name,
    m.kind,
    m.as_actor,
    m.zone,
    m.start,
    m.end,
    c.may_pass_on,
    if(c.may_pass_on, m.surface, null) as surface,
    m.rule
from mentions as m
inner join chosen as c on m.article_id = c.article_id
where cast($actors as varchar[]) is null or list_contains($actors, m.actor)
