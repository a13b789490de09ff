-- One row is one day and one of the `top` sides that most articles about the talks name an actor of in these days.
with named as (
    select *
    from side_voice_daily
    where day_on >= $since and day_on < $until
),

chosen as (
    select
        side,
        sum(articles) as all_articles
    from named
    group by side
    order by all_articles desc, side asc
    limit $top
)

select
    named.day_on,
    named.side as voice,
    null::varchar as name,
    named.side,
    named.articles,
    named.originals,
    named.day_articles,
    named.articles / named.day_articles as article_share
from named
inner join chosen on named.side = chosen.side
order by chosen.all_articles desc, named.side asc, named.day_on asc
