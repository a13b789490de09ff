-- One row is one applied migration.
select
    number,
    name,
    sha256
from migrations
order by number;
