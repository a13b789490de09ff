-- One row is one source in one state: counts over all its readings, the rest from the last of them.
merge into source_health as t
using (
    select
        source_id,
        from_at,
        max(read_at) as judged_at,
        arg_max(state, (read_at, fetch_id)) as state,
        arg_max_null(why, (read_at, fetch_id)) as why,
        count(*) as polls,
        count(*) filter (where is_gap) as gaps,
        arg_max(items, (read_at, fetch_id)) as items,
        coalesce(sum(new_items), 0) as new_items,
        max(newest_item_at) as newest_item_at,
        arg_max(failures, (read_at, fetch_id)) as failures,
        arg_max_null(interval_seconds, (read_at, fetch_id)) as interval_seconds,
        arg_max_null(next_poll_at, (read_at, fetch_id)) as next_poll_at
    from staged_readings
    group by source_id, from_at
) as s
    on t.source_id = s.source_id and t.from_at = s.from_at
when matched then
    update
        set
            state = s.state,
            judged_at = s.judged_at,
            why = s.why,
            polls = t.polls + s.polls,
            gaps = t.gaps + s.gaps,
            items = coalesce(s.items, t.items),
            new_items = t.new_items + s.new_items,
            newest_item_at = greatest(t.newest_item_at, s.newest_item_at),
            failures = s.failures,
            interval_seconds = s.interval_seconds,
            next_poll_at = s.next_poll_at
when not matched then insert (
    source_id,
    state,
    from_at,
    judged_at,
    why,
    polls,
    gaps,
    items,
    new_items,
    newest_item_at,
    failures,
    interval_seconds,
    next_poll_at
) values (
    s.source_id,
    s.state,
    s.from_at,
    s.judged_at,
    s.why,
    s.polls,
    s.gaps,
    s.items,
    s.new_items,
    s.newest_item_at,
    s.failures,
    s.interval_seconds,
    s.next_poll_at
);
