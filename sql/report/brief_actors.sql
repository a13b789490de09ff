-- One row is one actor of the day or of the fourteen days before: articles about the talks that name it on the day, and
-- their mean over those earlier days of which articles are held (null where there is none).
with earlier as (
    select count(distinct articles.day_on) as held_days
    from articles
    where articles.day_on >= $day - 14 and articles.day_on < $day
),

named as (
    select
        share_of_voice_daily.actor,
        arg_max(share_of_voice_daily.name, share_of_voice_daily.day_on) as name,
        coalesce(
            sum(share_of_voice_daily.articles) filter (where share_of_voice_daily.day_on = $day), 0
        ) as day_articles,
        coalesce(
            sum(share_of_voice_daily.acting_mentions) filter (where share_of_voice_daily.day_on = $day), 0
        ) as day_acting_mentions,
        coalesce(
            sum(share_of_voice_daily.articles) filter (where share_of_voice_daily.day_on < $day), 0
        ) as earlier_articles
    from share_of_voice_daily
    where share_of_voice_daily.day_on between $day - 14 and $day
    group by share_of_voice_daily.actor
)

select
    named.actor,
    coalesce(actors.name, named.name) as name,
    actors.type,
    sides_daily.side,
    named.day_articles::integer as articles,
    named.day_acting_mentions::integer as acting_mentions,
    named.earlier_articles::integer as earlier_articles,
    round(named.earlier_articles / nullif(earlier.held_days, 0), 6)::double as earlier_mean
from named
cross join earlier
left join actors on named.actor = actors.actor_id
left join sides_daily on named.actor = sides_daily.actor and sides_daily.day_on = $day
order by named.day_articles desc, named.actor asc
