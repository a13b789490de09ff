-- One row is one day and actor: in how many of the day's articles about the talks it is named, how often, and how
-- often it acts or speaks. Shares are of the day's articles and mentions, 0 to 1; of `originals`, the articles that are
-- the first of their story, copies count once.
create view share_of_voice_daily as
with talks as (
    select
        day_on,
        count(*) as day_articles,
        count(*) filter (where place = 1) as day_originals
    from talks_stories
    group by day_on
),

named as (
    select
        day_on,
        actor,
        arg_min(name, article_id) as name,
        count(*) as actor_articles,
        count(*) filter (where is_original) as actor_originals,
        sum(mentions) as actor_mentions,
        sum(acting_mentions) as acting_mentions
    from article_actors
    where relevance = 'talks'
    group by day_on, actor
)

select
    named.day_on,
    named.actor,
    named.name,
    named.actor_articles as articles,
    named.actor_originals as originals,
    cast(named.actor_mentions as bigint) as mentions,
    cast(named.acting_mentions as bigint) as acting_mentions,
    talks.day_articles,
    talks.day_originals,
    round(named.actor_articles / talks.day_articles, 6) as article_share,
    round(named.actor_originals / nullif(talks.day_originals, 0), 6) as original_share,
    round(named.actor_mentions / sum(named.actor_mentions) over (partition by named.day_on), 6) as mention_share
from named
inner join talks on named.day_on = talks.day_on;
