-- One row is one day and side: in how many of the day's articles about the talks an actor is named that is on this side
-- on that day, how often, and how often one of them acts or speaks. Shares are of the day's articles, 0 to 1.
create view side_voice_daily as
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
        a.day_on,
        a.article_id,
        s.side,
        any_value(a.is_original) as is_original,
        sum(a.mentions) as side_mentions,
        sum(a.acting_mentions) as acting_mentions
    from article_actors as a
    inner join sides_daily as s on a.day_on = s.day_on and a.actor = s.actor
    where a.relevance = 'talks'
    group by a.day_on, a.article_id, s.side
),

counted as (
    select
        day_on,
        side,
        count(*) as articles,
        count(*) filter (where is_original) as originals,
        cast(sum(side_mentions) as bigint) as mentions,
        cast(sum(acting_mentions) as bigint) as acting_mentions
    from named
    group by day_on, side
)

select
    counted.day_on,
    counted.side,
    counted.articles,
    counted.originals,
    counted.mentions,
    counted.acting_mentions,
    talks.day_articles,
    talks.day_originals,
    round(counted.articles / talks.day_articles, 6) as article_share,
    round(counted.originals / nullif(talks.day_originals, 0), 6) as original_share
from counted
inner join talks on counted.day_on = talks.day_on;
