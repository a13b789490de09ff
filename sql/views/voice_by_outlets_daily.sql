-- One row is one day, one group of outlets and one actor: in how many of their articles about the talks it is named.
-- Groups are those of one publisher, language, country, ownership or side, as in coverage_by_outlets_daily.
-- `article_share` is of all articles of that day about the talks, `group_share` of those of the group, 0 to 1.
create view voice_by_outlets_daily as
with named as (
    select
        a.day_on,
        a.actor,
        a.is_original,
        a.mentions,
        a.acting_mentions,
        a.publisher_id,
        a.language,
        o.country,
        o.ownership,
        o.side
    from article_actors as a
    left join outlets_daily as o on a.day_on = o.day_on and a.source_id = o.source_id
    where a.relevance = 'talks'
),

counted as (
    select
        day_on,
        'outlet' as grouped_by,
        publisher_id as outlets,
        actor,
        count(*) as articles,
        count(*) filter (where is_original) as originals,
        sum(mentions) as mentions,
        sum(acting_mentions) as acting_mentions
    from named
    group by day_on, publisher_id, actor
    union all
    select
        day_on,
        'language' as grouped_by,
        language as outlets,
        actor,
        count(*) as articles,
        count(*) filter (where is_original) as originals,
        sum(mentions) as mentions,
        sum(acting_mentions) as acting_mentions
    from named
    group by day_on, language, actor
    union all
    select
        day_on,
        'country' as grouped_by,
        country as outlets,
        actor,
        count(*) as articles,
        count(*) filter (where is_original) as originals,
        sum(mentions) as mentions,
        sum(acting_mentions) as acting_mentions
    from named
    group by day_on, country, actor
    union all
    select
        day_on,
        'ownership' as grouped_by,
        ownership as outlets,
        actor,
        count(*) as articles,
        count(*) filter (where is_original) as originals,
        sum(mentions) as mentions,
        sum(acting_mentions) as acting_mentions
    from named
    group by day_on, ownership, actor
    union all
    select
        day_on,
        'side' as grouped_by,
        side as outlets,
        actor,
        count(*) as articles,
        count(*) filter (where is_original) as originals,
        sum(mentions) as mentions,
        sum(acting_mentions) as acting_mentions
    from named
    group by day_on, side, actor
),

groups as (
    select
        day_on,
        grouped_by,
        outlets,
        talks_articles,
        max(talks_articles) over (partition by day_on) as day_articles
    from coverage_by_outlets_daily
)

select
    c.day_on,
    c.grouped_by,
    c.outlets,
    c.actor,
    c.articles,
    c.originals,
    cast(c.mentions as bigint) as mentions,
    cast(c.acting_mentions as bigint) as acting_mentions,
    g.talks_articles as group_articles,
    g.day_articles,
    round(c.articles / g.day_articles, 6) as article_share,
    round(c.articles / g.talks_articles, 6) as group_share
from counted as c
inner join groups as g
    on c.day_on = g.day_on and c.grouped_by = g.grouped_by and c.outlets is not distinct from g.outlets;
