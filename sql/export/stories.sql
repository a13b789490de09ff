-- One row is one article as a member of its story.
select
    c.day_on,
    s.story_id,
    s.place,
    s.copies,
    s.article_id,
    s.relation,
    s.from_article_id,
    s.held,
    s.holds,
    s.publisher_id,
    s.language,
    s.relevance,
    s.appeared_at,
    s.first_seen_at,
    s.title,
    a.url
from stories as s
inner join chosen as c on s.article_id = c.article_id
inner join articles as a on s.article_id = a.article_id
