-- One row is one way in which documents or item revisions of the given runs ended: how many, the first as samples.
select
    kind,
    outcome,
    reason,
    count(*)::integer as ended,
    (list(id order by id))[1:3] as samples,
    (list(distinct source_id order by source_id))[1:3] as sources,
    min(detail) as detail
from ledger
where list_contains($runs, run)
group by kind, outcome, reason
order by kind asc, ended desc, outcome asc, reason asc
