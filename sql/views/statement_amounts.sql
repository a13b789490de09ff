-- One row is one number with its unit in a statement of the current revision of an article, and whose it is.
create view statement_amounts as
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
    n.counted.value,
    n.counted.unit,
    n.counted.side,
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
cross join unnest(s.amounts) as n (counted);
