-- One row is one place named in a statement of the current revision of an article, and what the statement does with it.
create view statement_places as
with places as (
    select
        s.day_on,
        s.published_at,
        s.publisher_id,
        s.source_id,
        s.language,
        s.relevance,
        s.article_id,
        s.revision,
        s.position,
        s.speaker,
        s.speaker_name,
        s.attributed_to,
        s.type,
        s.facet,
        s.target,
        s.negated,
        s.modality,
        s.content,
        unnest(s.places) as named
    from statements as s
)

select
    n.day_on,
    n.published_at,
    n.publisher_id,
    n.source_id,
    n.language,
    n.relevance,
    n.article_id,
    n.revision,
    n.position,
    n.named.place,
    n.named.role,
    n.speaker,
    n.speaker_name,
    n.attributed_to,
    n.type,
    n.facet,
    n.target,
    n.negated,
    n.modality,
    n.content
from places as n;
