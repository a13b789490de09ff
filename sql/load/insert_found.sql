-- One row is something that a rule finds now. What it says without naming a subject is about the whole.
insert into staged_found (rule, subject, severity, title, detail, figure, threshold)
values ($rule, coalesce($subject, ''), $severity, $title, $detail, $figure, $threshold);
