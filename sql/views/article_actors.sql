-- One row is one actor named in the current revision of one article: how often, how often it acts or speaks, and where
-- it first does so in the headline (`headline_position`). `is_original`: the article is first in its story, no copy.
create view article_actors as
with named as (
    select
        article_id,
        revision,
        actor,
        arg_min(name, position) as name,
        count(*) as mentions,
        count(*) filter (where as_actor) as acting_mentions,
        min(position) filter (where zone = 'title' and as_actor) as headline_position
    from revision_mentions
    where actor is not null
    group by article_id, revision, actor
)

select
    a.day_on,
    n.article_id,
    n.revision,
    a.publisher_id,
    a.source_id,
    a.language,
    a.relevance,
    coalesce(s.place, 1) = 1 as is_original,
    n.actor,
    n.name,
    n.mentions,
    n.acting_mentions,
    n.headline_position
from named as n
inner join articles as a on n.article_id = a.article_id and n.revision = a.revision
left join story_members as s on n.article_id = s.article_id;
