-- One row is one place in the current revision of an article where an actor is named.
create view mentions as
select
    a.day_on,
    a.published_at,
    a.publisher_id,
    a.source_id,
    a.language,
    a.relevance,
    m.article_id,
    m.revision,
    m.position,
    m.zone,
    m.start,
    m.end,
    m.surface,
    m.kind,
    m.actor,
    m.wikidata,
    m.name,
    m.as_actor,
    m.rule
from revision_mentions as m
inner join articles as a on m.article_id = a.article_id and m.revision = a.revision;
