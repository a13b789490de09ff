-- One row is one finding that a person acknowledged: the last word counts.
update findings as f
set
    acknowledged_at = s.acknowledged_at,
    acknowledged_by = s.acknowledged_by,
    acknowledged_why = s.acknowledged_why
from (
    select
        rule,
        subject,
        first_seen_at,
        acknowledged_at,
        acknowledged_by,
        acknowledged_why
    from staged_acknowledged
    qualify row_number() over (partition by rule, subject, first_seen_at order by acknowledged_at desc) = 1
) as s
where f.rule = s.rule and f.subject = s.subject and f.first_seen_at = s.first_seen_at;
