-- One row is one of the `top` actors that most articles about the talks name in these days, places left out.
with named as (
    select
        v.actor,
        arg_max(coalesce(a.name, v.name), v.day_on) as name,
        cast(sum(v.articles) as bigint) as articles,
        cast(sum(v.originals) as bigint) as originals
    from share_of_voice_daily as v
    left join actors as a on v.actor = a.actor_id
    where v.day_on >= $since and v.day_on < $until and a.type is distinct from 'place'
    group by v.actor
    order by articles desc, v.actor asc
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
    named.actor,
    named.name,
    sided.side,
    named.articles,
    named.originals
from named
left join sided on named.actor = sided.actor
order by named.articles desc, named.actor asc
