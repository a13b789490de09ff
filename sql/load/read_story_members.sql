-- One row is one member of a story that may be computed anew.
select
    m.story_id,
    m.article_id
from story_members as m
inner join storied_articles as s on m.article_id = s.article_id;
