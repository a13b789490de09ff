-- One row is one way in which the given documents of a run, or the item revisions in them, ended: how many, the first
-- as samples. An item whose page came in another batch than its feed is counted with its feed.
select
    kind,
    outcome,
    reason,
    count(*)::integer as ended,
    (list(id order by id))[1:3] as samples,
    (list(distinct source_id order by source_id))[1:3] as sources,
    min(detail) as detail
from ledger
where run = $run and fetch_id in (select unnest(cast($documents as varchar[])))
group by kind, outcome, reason
order by kind asc, ended desc, outcome asc, reason asc
