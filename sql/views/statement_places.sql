-- One row is one place named in a statement of the current revision of an article, and what the statement does with it.
create view statement_places as
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
    n.named.place,
    n.named.role,
    s.speaker,
    s.speaker_name,
    s.attributed_to,
    s.type,
    s.facet,
    s.target,
    s.negated,
    s.modality,
    s.content
from statements as s
cross join unnest(s.places) as n (named);
