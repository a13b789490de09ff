-- One row is one source, of all or the one of the given id: its publisher, its state, when it was last heard, and why
-- it was not, as the view sources_now says it. Only requests since a time are gone through; of a source without one
-- since then the last time that it answered is told all the same. desk_counts.sql counts items.
with addresses as (
    select distinct
        d.source_id,
        unnest([d.url, d.final_url]) as url
    from documents as d
    inner join sources as s on d.source_id = s.source_id and d.url = s.url
    where d.kind = 'feed' and d.fetched_at >= $since and d.source_id = coalesce($source, d.source_id)
),

asked as (
    select
        d.run,
        d.fetch_id,
        d.source_id,
        d.url,
        d.fetched_at,
        d.fetch_outcome,
        d.outcome,
        d.reason,
        d.detail,
        d.next_try_at,
        d.outcome = 'duplicate' and d.reason in ('not_modified', 'same_body') as is_repeat
    from documents as d
    inner join sources as s on d.source_id = s.source_id
    left join addresses as a on d.source_id = a.source_id and d.url = a.url
    where
        (d.kind = 'wire' or (d.kind = 'feed' and (s.url is null or a.url is not null)))
        and d.fetched_at >= $since
        and d.source_id = coalesce($source, d.source_id)
),

standing as (
    select
        *,
        last_value(if(is_repeat, null, outcome) ignore nulls) over earlier as earlier_outcome,
        last_value(if(is_repeat, null, coalesce(reason, '')) ignore nulls) over earlier as earlier_reason
    from asked
    window earlier as (
        partition by source_id, url
        order by fetched_at, fetch_id, run
        rows between unbounded preceding and current row
    )
),

polls as (
    select
        source_id,
        fetch_id,
        fetched_at,
        detail,
        next_try_at,
        if(earlier_outcome is null, reason, nullif(earlier_reason, '')) as standing_reason,
        fetch_outcome in ('ok', 'not_modified')
        and coalesce(earlier_outcome, outcome) in ('loaded', 'duplicate', 'held', 'killed', 'not_text') as is_good
    from standing
    qualify row_number() over (partition by fetch_id order by run desc) = 1
),

last_polls as (
    select
        source_id,
        max(fetched_at) filter (where is_good) as last_good_at,
        arg_max_null(standing_reason, (fetched_at, fetch_id)) as last_reason,
        arg_max_null(detail, (fetched_at, fetch_id)) as last_detail,
        arg_max_null(next_try_at, (fetched_at, fetch_id)) as next_try_at
    from polls
    group by source_id
),

failures as (
    select
        polls.source_id,
        count(*)::integer as failures_in_a_row
    from polls
    inner join last_polls on polls.source_id = last_polls.source_id
    where polls.fetched_at > coalesce(last_polls.last_good_at, timestamp '0001-01-01')
    group by polls.source_id
),

ever as (
    select
        source_id,
        count(distinct fetch_id)::integer as polls,
        max(fetched_at) as last_fetched_at,
        max(fetched_at) filter (
            where fetched_at < $since
            and fetch_outcome in ('ok', 'not_modified')
            and outcome in ('loaded', 'duplicate', 'held', 'killed', 'not_text')
        ) as good_before_at
    from documents
    where kind <> 'page' and source_id = coalesce($source, source_id)
    group by source_id
),

latest as (
    select max(planned_at) as run_at
    from runs
),

arrived as (
    select
        sightings.source_id,
        count(*)::integer as new_items_7_days
    from sightings
    cross join latest
    where sightings.seen_at > latest.run_at - interval 7 days
    group by sightings.source_id
)

select
    s.source_id,
    s.publisher,
    s.kind,
    s.language,
    s.country,
    s.paused_why,
    h.state,
    h.from_at as state_since_at,
    h.why,
    ever.last_fetched_at,
    last_polls.last_reason,
    last_polls.last_detail,
    last_polls.next_try_at,
    coalesce(last_polls.last_good_at, ever.good_before_at) as last_good_at,
    coalesce(ever.polls, 0) as polls,
    coalesce(failures.failures_in_a_row, 0) as failures_in_a_row,
    coalesce(arrived.new_items_7_days, 0) as new_items_7_days
from sources as s
left join source_health as h on s.source_id = h.source_id and h.to_at is null
left join ever on s.source_id = ever.source_id
left join last_polls on s.source_id = last_polls.source_id
left join failures on s.source_id = failures.source_id
left join arrived on s.source_id = arrived.source_id
where s.source_id = coalesce($source, s.source_id)
order by s.source_id
