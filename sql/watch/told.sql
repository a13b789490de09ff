-- One row is one article as an alert tells it: who has it, when, and its title with its link, nothing else; earliest
-- first. What was killed is not there any more.
select
    h.article_id,
    coalesce(m.story_id, h.article_id) as story_id,
    r.publisher_id,
    r.title,
    coalesce(r.canonical_url, r.url) as url
from article_heads as h
inner join article_revisions as r on h.article_id = r.article_id and h.current_revision = r.revision
left join story_members as m on h.article_id = m.article_id
where not h.killed and h.article_id in (select unnest(cast($ids as varchar[])))
order by coalesce(r.published_at, h.first_seen_at), h.article_id;
