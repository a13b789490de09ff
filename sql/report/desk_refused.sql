-- One row is one reason for which a stage of the given runs refused rows: how many, and the first of them as samples.
select
    stage,
    subject,
    reason,
    count(*)::integer as refused,
    (list(key order by key, detail))[1:3] as samples,
    (list(detail order by key, detail))[1:3] as details
from rejected_rows
where list_contains($runs, run)
group by stage, subject, reason
order by refused desc, stage asc, subject asc, reason asc
