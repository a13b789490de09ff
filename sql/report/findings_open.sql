-- One row is one finding that stands, the gravest first, of these the oldest; closed_acknowledged_at is of one before
-- it that was first seen at the same time.
with closed as (
    select
        rule,
        subject,
        first_seen_at,
        max(acknowledged_at) as acknowledged_at
    from findings
    where closed_at is not null
    group by rule, subject, first_seen_at
)

select
    o.rule,
    coalesce(o.subject, '') as subject,
    o.severity,
    o.title,
    o.detail,
    o.figure,
    o.threshold,
    o.first_seen_at,
    o.last_seen_at,
    o.run,
    o.acknowledged_at,
    o.acknowledged_by,
    o.acknowledged_why,
    c.acknowledged_at as closed_acknowledged_at
from findings_open as o
left join closed as c on o.rule = c.rule and o.subject = c.subject and o.first_seen_at = c.first_seen_at
order by
    case o.severity when 'critical' then 0 when 'warning' then 1 else 2 end,
    o.first_seen_at asc,
    o.rule asc,
    o.subject asc
