-- One row is something that a rule finds now: seen again where it is open, else new. One that the journal knows and the
-- table does not was lost with its file: it goes on from when it was first seen then.
merge into findings as t
using (
    with known as (
        select
            a.rule,
            a.subject,
            max(a.first_seen_at) as first_seen_at
        from staged_acknowledged as a
        anti join findings as f on a.rule = f.rule and a.subject = f.subject
        group by a.rule, a.subject
    )

    select
        n.rule,
        n.subject,
        n.severity,
        n.title,
        n.detail,
        n.figure,
        n.threshold,
        coalesce(known.first_seen_at, $now) as first_seen_at,
        $now as seen_at,
        $run as run
    from staged_found as n
    left join known on n.rule = known.rule and n.subject = known.subject
    qualify
        row_number() over (
            partition by n.rule, n.subject
            order by list_position(['critical', 'warning', 'info'], n.severity), n.detail
        ) = 1
) as s
    on t.rule = s.rule and t.subject = s.subject and t.closed_at is null
when matched then
    update
        set
            severity = s.severity,
            title = s.title,
            detail = s.detail,
            figure = s.figure,
            threshold = s.threshold,
            last_seen_at = s.seen_at,
            run = s.run
when not matched then insert (
    rule,
    subject,
    severity,
    title,
    detail,
    figure,
    threshold,
    first_seen_at,
    last_seen_at,
    run
) values (
    s.rule,
    s.subject,
    s.severity,
    s.title,
    s.detail,
    s.figure,
    s.threshold,
    s.first_seen_at,
    s.seen_at,
    s.run
);
