-- One row is one id that a story may have been known by, and the story that it leads to now: every member was the
-- earliest until an earlier one came, and an article id may have led to another since.
create view story_alias as
select
    m.article_id as alias_id,
    m.story_id
from story_members as m
where m.article_id <> m.story_id
union all
select
    a.alias_id,
    coalesce(m.story_id, a.article_id) as story_id
from article_alias as a
left join story_members as m on a.article_id = m.article_id;
