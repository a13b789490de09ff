-- One row is one article about the talks, in its current revision.
create view talks_articles as
select
    a.article_id,
    a.revision,
    a.publisher_id,
    a.source_id,
    a.day_on,
    a.published_at,
    a.first_seen_at,
    a.last_seen_at,
    a.language,
    a.relevance_score,
    a.title,
    a.text,
    a.text_depth,
    a.url,
    a.revisions,
    a.flags
from articles as a
where a.relevance = 'talks';
