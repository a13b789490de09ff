-- One row is something that a rule finds now.
insert into staged_found (rule, subject, severity, title, detail, figure, threshold)
values ($rule, $subject, $severity, $title, $detail, $figure, $threshold);
