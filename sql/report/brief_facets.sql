-- One row is one facet of the topic: how many of the day's articles about the talks speak of it.
select
    revision_facets.facet,
    count(distinct talks_articles.article_id)::integer as articles
from talks_articles
inner join revision_facets
    on
        talks_articles.article_id = revision_facets.article_id
        and talks_articles.revision = revision_facets.revision
where talks_articles.day_on = $day
group by revision_facets.facet
order by count(distinct talks_articles.article_id) desc, revision_facets.facet asc
