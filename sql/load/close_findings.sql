-- One row is one open finding that its rule does not find any more.
update findings
set closed_at = $now
where
    closed_at is null
    and (rule, subject) not in (select (f.rule, f.subject) from staged_found as f);
