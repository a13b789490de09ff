-- One row is one member of the story that an article belongs to, the earliest first; the article itself is one of them.
select
    m.story_id,
    m.place,
    m.relation,
    m.article_id,
    m.publisher_id,
    m.language,
    m.appeared_at,
    m.title
from stories as m
inner join stories as s on m.story_id = s.story_id
where s.article_id = $article
order by m.place asc
