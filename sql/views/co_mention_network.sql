-- One row is one pair of actors named in the same articles about the talks, over all days; `actor` sorts before
-- `other_actor`. `weight` is the part that these are of all articles that name one of the two or both, 0 to 1: two that
-- are named everywhere are not thereby near each other.
create view co_mention_network as
with pairs as (
    select
        actor,
        other_actor,
        cast(sum(articles) as bigint) as articles,
        cast(sum(originals) as bigint) as originals,
        count(*) as days,
        min(day_on) as first_on,
        max(day_on) as last_on
    from co_mentions_daily
    group by actor, other_actor
),

alone as (
    select
        actor,
        sum(articles) as articles
    from share_of_voice_daily
    group by actor
)

select
    p.actor,
    p.other_actor,
    p.articles,
    p.originals,
    p.days,
    p.first_on,
    p.last_on,
    round(p.articles / (l.articles + r.articles - p.articles), 6) as weight
from pairs as p
inner join alone as l on p.actor = l.actor
inner join alone as r on p.other_actor = r.actor;
