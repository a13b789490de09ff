-- One row is one article as a member of a story: articles that were made from one another, or from a third, each at
-- most 7 days from another one. `story_id` is the article id of the earliest (an older id of the story is in
-- story_alias); `copies` counts the members. `relation` says what the article is to `from_article_id`, the earlier
-- member that it shares most with: a copy, a version of the same outlet, a rewrite, or indirect (only a later member
-- leads from one to the other); the earliest is the first.
create view stories as
select
    coalesce(m.story_id, a.article_id) as story_id,
    coalesce(m.place, 1) as place,
    count(*) over (partition by coalesce(m.story_id, a.article_id)) as copies,
    a.article_id,
    coalesce(m.relation, 'first') as relation,
    m.from_article_id,
    m.held,
    m.holds,
    a.publisher_id,
    a.language,
    a.relevance,
    coalesce(a.published_at, a.first_seen_at) as appeared_at,
    a.first_seen_at,
    a.title
from articles as a
left join story_members as m on a.article_id = m.article_id;
