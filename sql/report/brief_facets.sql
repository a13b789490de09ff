-- One row is one facet of the topic: how many of the day's articles about the talks speak of it, and the mean of the
-- fourteen days before, over those of which articles are held (null where there is none).
with earlier as (
    select count(distinct articles.day_on) as held_days
    from articles
    where articles.day_on >= $day - 14 and articles.day_on < $day
),

told as (
    select
        talks_stories.day_on,
        revision_facets.facet,
        count(distinct talks_stories.article_id) as articles
    from talks_stories
    inner join revision_facets
        on
            talks_stories.article_id = revision_facets.article_id
            and talks_stories.revision = revision_facets.revision
    where talks_stories.day_on between $day - 14 and $day
    group by talks_stories.day_on, revision_facets.facet
)

select
    told.facet,
    (coalesce(sum(told.articles) filter (where told.day_on = $day), 0))::integer as articles,
    round(
        coalesce(sum(told.articles) filter (where told.day_on < $day), 0) / nullif(any_value(earlier.held_days), 0), 6
    )::double as earlier_mean
from told
cross join earlier
group by told.facet
order by coalesce(sum(told.articles) filter (where told.day_on = $day), 0) desc, told.facet asc
