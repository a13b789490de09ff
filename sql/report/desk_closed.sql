-- One row is one of the findings that ended last.
select
    rule,
    coalesce(subject, '') as subject,
    severity,
    title,
    first_seen_at,
    closed_at,
    acknowledged_by,
    acknowledged_why
from findings
where closed_at is not null
order by closed_at desc, rule asc, subject asc
limit 20
