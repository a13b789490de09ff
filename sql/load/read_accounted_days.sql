-- One row is one day (UTC) of fetch records: how many of its documents the ledger accounts for.
-- `reopened` are those that are to be taken up again (read_reopened.sql): they do not count.
with fetched as (
    select distinct
        fetch_id,
        cast(fetched_at as date) as fetched_on
    from documents
    where fetch_id not in (select unnest(cast($reopened as varchar[])))
)

select
    fetched_on,
    count(*) as accounted
from fetched
group by fetched_on
order by fetched_on;
