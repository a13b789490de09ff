-- One row is one finding that a person acknowledged.
insert into staged_acknowledged (
    rule, subject, first_seen_at, acknowledged_at, acknowledged_by, acknowledged_why
) values ($rule, $subject, $first_seen_at, $acknowledged_at, $by, $why);
