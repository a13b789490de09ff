-- One row is one thing said in the current revision of an article, quoted (`is_quote`) or reported.
create view statements as
select
    a.day_on,
    a.published_at,
    a.publisher_id,
    a.source_id,
    a.language,
    a.relevance,
    s.article_id,
    s.revision,
    s.position,
    s.zone,
    s.start,
    s.end,
    s.content,
    s.is_quote,
    s.speaker,
    s.speaker_name,
    s.attributed_to,
    s.type,
    s.facet,
    s.target,
    s.negated,
    s.modality,
    s.condition,
    s.places,
    s.amounts,
    s.rule,
    a.title,
    a.url
from revision_statements as s
inner join articles as a on s.article_id = a.article_id and s.revision = a.revision;
