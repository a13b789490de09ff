-- One row is one day and one of the `top` groups of outlets that have most articles about the talks in these days; the
-- groups are those of coverage_by_outlets_daily that `by` names. An outlet has the side it had on the last of the days.
with grouped as (
    select
        day_on,
        outlets,
        talks_articles,
        talks_originals,
        max(talks_articles) over (partition by day_on) as day_articles,
        grouped_by
    from coverage_by_outlets_daily
    where day_on >= $since and day_on < $until
),

held as (
    select *
    from grouped
    where grouped_by = $by and talks_articles > 0
),

chosen as (
    select
        outlets,
        sum(talks_articles) as all_articles
    from held
    group by outlets
    order by all_articles desc, outlets asc
    limit $top
),

outlets as (
    select
        publisher_id,
        arg_min(publisher, source_id) as publisher,
        arg_max(side, day_on) as side
    from outlets_daily
    where day_on >= $since and day_on < $until
    group by publisher_id
)

select
    held.day_on,
    held.outlets as voice,
    outlets.publisher as name,
    if($by = 'side', held.outlets, outlets.side) as side,
    held.talks_articles as articles,
    held.talks_originals as originals,
    held.day_articles,
    held.talks_articles / held.day_articles as article_share
from held
inner join chosen on held.outlets is not distinct from chosen.outlets
left join outlets on $by = 'outlet' and held.outlets = outlets.publisher_id
order by chosen.all_articles desc, held.outlets asc, held.day_on asc
