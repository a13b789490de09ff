-- One row is one day of which articles are held: all of them, and those about the talks.
select
    day_on,
    articles,
    talks_articles
from coverage_by_outlets_daily
where grouped_by = 'all' and day_on is not null
order by day_on
