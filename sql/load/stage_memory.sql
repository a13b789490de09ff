-- One row is one article whose identity or story this load may change: it was touched, stands within seven days of one
-- that was (a day more for the hours), or is of the story of one of these.
create or replace temp table memory_articles as
with days as (
    select distinct cast(coalesce(r.published_at, r.observed_at) as date) as touched_on
    from article_revisions as r
    inner join touched_articles as t on r.article_id = t.article_id
),

near as (
    select r.article_id
    from article_revisions as r
    inner join days as d
        on
            cast(coalesce(r.published_at, r.observed_at) as date)
            between d.touched_on - interval 8 day and d.touched_on + interval 8 day
    union
    select article_id
    from touched_articles
),

stories_near as (
    select distinct m.story_id
    from story_members as m
    inner join near as n on m.article_id = n.article_id
)

select article_id
from near
union
select m.article_id
from story_members as m
inner join stories_near as s on m.story_id = s.story_id;
