-- One row is one day and actor: in how many of the day's articles about the talks it is named, how often, and how
-- often it acts or speaks. Shares are of the day's articles and mentions, 0 to 1.
create view share_of_voice_daily as
with talks as (
    select
        day_on,
        count(*) as day_articles
    from articles
    where relevance = 'talks'
    group by day_on
),

named as (
    select
        m.day_on,
        m.actor,
        arg_min(m.name, (m.article_id, m.position)) as name,
        count(distinct m.article_id) as actor_articles,
        count(*) as actor_mentions,
        count(*) filter (where m.as_actor) as acting_mentions
    from mentions as m
    where m.relevance = 'talks' and m.actor is not null
    group by m.day_on, m.actor
)

select
    named.day_on,
    named.actor,
    named.name,
    named.actor_articles as articles,
    named.actor_mentions as mentions,
    named.acting_mentions,
    round(named.actor_articles / talks.day_articles, 6) as article_share,
    round(named.actor_mentions / sum(named.actor_mentions) over (partition by named.day_on), 6) as mention_share
from named
inner join talks on named.day_on = talks.day_on;
