-- One row is one day of which articles are held: how many, how many about the talks, from how many outlets.
select
    day_on,
    count(*)::integer as articles,
    (count(*) filter (where relevance = 'talks'))::integer as talks_articles,
    count(distinct publisher_id)::integer as outlets,
    (count(distinct publisher_id) filter (where relevance = 'talks'))::integer as talks_outlets
from articles
where day_on is not null
group by day_on
order by day_on
