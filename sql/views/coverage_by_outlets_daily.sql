-- One row is one day and one group of outlets: all, or those of one publisher, language (of the article), country,
-- ownership or side, as `grouped_by` says; `outlets` is null where a group has no name. `article_share` is their part
-- of all articles of that day about the talks, 0 to 1.
create view coverage_by_outlets_daily as
with held as (
    select
        a.day_on,
        a.publisher_id,
        a.language,
        o.country,
        o.ownership,
        o.side,
        a.relevance = 'talks' as is_talks,
        coalesce(m.place, 1) = 1 as is_original
    from articles as a
    left join story_members as m on a.article_id = m.article_id
    left join outlets_daily as o on a.day_on = o.day_on and a.source_id = o.source_id
),

counted as (
    select
        day_on,
        case
            when grouping(publisher_id) = 0 then 'outlet'
            when grouping(language) = 0 then 'language'
            when grouping(country) = 0 then 'country'
            when grouping(ownership) = 0 then 'ownership'
            when grouping(side) = 0 then 'side'
            else 'all'
        end as grouped_by,
        coalesce(publisher_id, language, country, ownership, side) as outlets,
        count(*) as articles,
        count(*) filter (where is_original) as originals,
        count(*) filter (where is_talks) as talks_articles,
        count(*) filter (where is_talks and is_original) as talks_originals
    from held
    group by grouping sets (
        (day_on), (day_on, publisher_id), (day_on, language), (day_on, country), (day_on, ownership), (day_on, side)
    )
)

select
    day_on,
    grouped_by,
    outlets,
    articles,
    originals,
    talks_articles,
    talks_originals,
    round(talks_articles / nullif(max(talks_articles) over (partition by day_on), 0), 6) as article_share,
    round(talks_originals / nullif(max(talks_originals) over (partition by day_on), 0), 6) as original_share
from counted;
