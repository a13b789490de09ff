-- One row is one day and one of the `top` actors that most articles about the talks name in these days; places are
-- left out.
with named as (
    select
        v.day_on,
        v.actor,
        coalesce(a.name, v.name) as name,
        v.articles,
        v.originals,
        v.day_articles
    from share_of_voice_daily as v
    left join actors as a on v.actor = a.actor_id
    where v.day_on >= $since and v.day_on < $until and a.type is distinct from 'place'
),

chosen as (
    select
        actor,
        sum(articles) as all_articles
    from named
    group by actor
    order by all_articles desc, actor asc
    limit $top
),

sided as (
    select
        actor,
        arg_max(side, day_on) as side
    from sides_daily
    where day_on >= $since and day_on < $until
    group by actor
)

select
    named.day_on,
    named.actor as voice,
    named.name,
    sided.side,
    named.articles,
    named.originals,
    named.day_articles,
    named.articles / named.day_articles as article_share
from named
inner join chosen on named.actor = chosen.actor
left join sided on named.actor = sided.actor
order by chosen.all_articles desc, named.actor asc, named.day_on asc
