-- One row is one finding that stands, the gravest first, of these the oldest.
select
    rule,
    subject,
    severity,
    title,
    detail,
    figure,
    threshold,
    first_seen_at,
    last_seen_at,
    run,
    acknowledged_at,
    acknowledged_by,
    acknowledged_why
from findings_open
order by
    case severity when 'critical' then 0 when 'warning' then 1 else 2 end, first_seen_at asc, rule asc, subject asc
