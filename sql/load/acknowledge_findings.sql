-- One row is one open finding that a person acknowledged: the last word counts. What was said of one that is closed is
-- not said of one that came back in a run of the same time.
update findings as f
set
    acknowledged_at = s.acknowledged_at,
    acknowledged_by = s.acknowledged_by,
    acknowledged_why = s.acknowledged_why
from (
    select
        a.rule,
        a.subject,
        a.first_seen_at,
        a.acknowledged_at,
        a.acknowledged_by,
        a.acknowledged_why
    from staged_acknowledged as a
    anti join findings as c
        on
            a.rule = c.rule
            and a.subject = c.subject
            and a.first_seen_at = c.first_seen_at
            and a.acknowledged_at <= c.acknowledged_at
            and c.closed_at is not null
    qualify row_number() over (partition by a.rule, a.subject, a.first_seen_at order by a.acknowledged_at desc) = 1
) as s
where f.closed_at is null and f.rule = s.rule and f.subject = s.subject and f.first_seen_at = s.first_seen_at;
