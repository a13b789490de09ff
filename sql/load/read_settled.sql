-- One row is one document fetched since then that the ledger accounts for, and whether no run could read it.
-- `reopened` are those that are to be taken up again (read_reopened.sql).
select
    documents.fetch_id,
    coalesce(
        bool_and(documents.outcome = 'quarantined') filter (where documents.outcome <> 'failed'), false
    ) as is_unreadable
from documents
where
    documents.fetched_at >= $since
    and documents.fetch_id not in (select unnest(cast($reopened as varchar[])))
group by documents.fetch_id;
