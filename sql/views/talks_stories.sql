-- One row is one article about the talks, with its place in its story: of copies only the first has place 1. Counts of
-- `originals` count these.
create view talks_stories as
select
    a.article_id,
    a.revision,
    a.day_on,
    a.publisher_id,
    a.source_id,
    a.language,
    coalesce(m.story_id, a.article_id) as story_id,
    coalesce(m.place, 1) as place
from articles as a
left join story_members as m on a.article_id = m.article_id
where a.relevance = 'talks';
