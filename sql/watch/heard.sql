-- One row is one day on which articles were heard, among those of a span.
select distinct day_on
from articles
where day_on >= cast($from_on as date) and day_on <= cast($to_on as date)
order by day_on;
