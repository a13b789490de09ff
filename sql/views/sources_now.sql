-- One row is one source of the pack: in which state it is and since when, when it was last heard, how its last requests
-- ended, what came of it. `state` is null for a source that was never judged. `failures_in_a_row` counts the requests
-- for its own feed or wire since the last good one; days count back from the last run.
create view sources_now as
with latest as (
    select max(planned_at) as run_at
    from runs
),

last_accounts as (
    select *
    from polls
    where is_own
    qualify row_number() over (partition by fetch_id order by run desc) = 1
),

last_polls as (
    select
        source_id,
        count(*) as polls,
        max(fetched_at) as last_fetched_at,
        max(fetched_at) filter (where is_good) as last_good_at,
        max_by(fetch_outcome, (fetched_at, fetch_id)) as last_fetch_outcome,
        max_by(standing_outcome, (fetched_at, fetch_id)) as last_outcome,
        arg_max_null(standing_reason, (fetched_at, fetch_id)) as last_reason,
        arg_max_null(detail, (fetched_at, fetch_id)) as last_detail,
        arg_max_null(next_try_at, (fetched_at, fetch_id)) as next_try_at
    from last_accounts
    group by source_id
),

failures as (
    select
        last_accounts.source_id,
        count(*) as failures_in_a_row
    from last_accounts
    inner join last_polls on last_accounts.source_id = last_polls.source_id
    where last_accounts.fetched_at > coalesce(last_polls.last_good_at, timestamp '0001-01-01')
    group by last_accounts.source_id
),

seen as (
    select
        sightings.source_id,
        max(sightings.seen_at) as last_new_item_at,
        count(*) filter (where sightings.seen_at > latest.run_at - interval 1 day) as new_items_1_day,
        count(*) filter (where sightings.seen_at > latest.run_at - interval 7 days) as new_items_7_days
    from sightings
    cross join latest
    group by sightings.source_id
),

states as (
    select *
    from source_health
    where to_at is null
)

select
    s.source_id,
    s.publisher_id,
    s.publisher,
    s.kind,
    s.language,
    s.country,
    s.paused_why,
    states.state,
    states.from_at as state_since_at,
    states.judged_at,
    states.why,
    states.gaps,
    last_polls.last_fetched_at,
    last_polls.last_good_at,
    last_polls.last_fetch_outcome,
    last_polls.last_outcome,
    last_polls.last_reason,
    last_polls.last_detail,
    last_polls.next_try_at,
    seen.last_new_item_at,
    coalesce(last_polls.polls, 0) as polls,
    coalesce(failures.failures_in_a_row, 0) as failures_in_a_row,
    coalesce(seen.new_items_1_day, 0) as new_items_1_day,
    coalesce(seen.new_items_7_days, 0) as new_items_7_days
from sources as s
left join states on s.source_id = states.source_id
left join last_polls on s.source_id = last_polls.source_id
left join failures on s.source_id = failures.source_id
left join seen on s.source_id = seen.source_id;
