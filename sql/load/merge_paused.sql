-- One row is one source that the pack pauses, from the first run that found it so.
merge into source_health as t
using (
    select
        source_id,
        paused_why,
        $planned_at as paused_at
    from staged_sources
    where paused_why is not null
) as s
    on t.source_id = s.source_id and t.state = 'paused' and t.to_at is null
when matched then
    update
        set
            judged_at = greatest(t.judged_at, s.paused_at),
            why = s.paused_why
when not matched then insert (
    source_id,
    state,
    from_at,
    judged_at,
    why,
    polls,
    gaps,
    new_items
) values (
    s.source_id,
    'paused',
    s.paused_at,
    s.paused_at,
    s.paused_why,
    0,
    0,
    0
);
