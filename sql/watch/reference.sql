-- One row: the moment that the last run took for now, when the latest article was first seen, and the days of the first
-- and the last article (UTC); null where nothing was published.
select
    (select max(r.planned_at) from runs as r) as planned_at,
    max(a.first_seen_at) as seen_at,
    min(a.day_on) as first_on,
    max(a.day_on) as last_on
from articles as a;
