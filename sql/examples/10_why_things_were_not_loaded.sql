-- One row is one reason for which documents or items of the last run did not become articles.
select
    l.kind,
    l.outcome,
    l.reason,
    count(*) as cases,
    min(l.detail) as example
from ledger as l
where l.token = (select max(r.token) from runs as r) and l.outcome not in ('loaded', 'duplicate')
group by l.kind, l.outcome, l.reason
order by cases desc, l.outcome asc, l.reason asc;
