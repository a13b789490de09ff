-- One row is one finding that stands: what a rule over all runs found in the last run, and who knows of it.
create view findings_open as
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
from findings
where closed_at is null;
