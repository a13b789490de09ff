-- One row is one open finding that its rule does not find any more. Of a rule that could not be asked nothing is known.
update findings as f
set closed_at = $now
where
    f.closed_at is null
    and not exists (
        select 1 as one
        from staged_found as s
        where s.rule = f.rule and s.subject = f.subject
    )
    and not exists (
        select 1 as one
        from staged_found as s
        where s.rule = $unanswered and s.subject = f.rule
    );
