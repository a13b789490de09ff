-- One row is one member of the story that the given article belongs to, the earliest first.
with told as (
    select story_id
    from story_members
    where article_id = $article
)

select
    m.article_id,
    m.place,
    m.relation,
    r.publisher_id,
    r.title
from story_members as m
inner join told on m.story_id = told.story_id
inner join article_heads as h on m.article_id = h.article_id and not h.killed
inner join article_revisions as r on h.article_id = r.article_id and h.current_revision = r.revision
order by m.place asc
limit 50
