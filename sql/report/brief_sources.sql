-- One row is one source of the pack: whether its last request in the given runs was answered, how many were not and why
-- the last of those, when it was last heard by their end, and how many new item revisions it brought in them.
with asked as (
    select
        polls.source_id,
        polls.fetch_id,
        polls.fetched_at,
        polls.standing_reason,
        polls.detail,
        polls.is_good,
        list_contains($runs, polls.run) as is_asked
    from polls
    inner join runs on polls.run = runs.run
    where
        polls.is_own
        and runs.token <= (
            select max(latest.token)
            from runs as latest
            where list_contains($runs, latest.run)
        )
    qualify row_number() over (partition by polls.fetch_id order by runs.token desc) = 1
),

heard as (
    select
        asked.source_id,
        count(*) filter (where asked.is_asked) as asked,
        max(asked.fetched_at) filter (where asked.is_good) as last_good_at,
        arg_max(asked.is_good, (asked.fetched_at, asked.fetch_id)) filter (where asked.is_asked) as is_heard,
        count(*) filter (where asked.is_asked and not asked.is_good) as missed,
        arg_max_null(asked.standing_reason, (asked.fetched_at, asked.fetch_id)) filter (
            where asked.is_asked and not asked.is_good
        ) as missed_reason,
        arg_max_null(asked.detail, (asked.fetched_at, asked.fetch_id)) filter (
            where asked.is_asked and not asked.is_good
        ) as missed_detail
    from asked
    group by asked.source_id
),

brought as (
    select
        ledger.source_id,
        count(distinct ledger.id || ' ' || ledger.revision) as new_items
    from ledger
    where ledger.kind = 'item' and list_contains($runs, ledger.run) and ledger.outcome <> 'duplicate'
    group by ledger.source_id
)

select
    sources.source_id,
    sources.publisher_id,
    sources.publisher,
    sources.kind,
    sources.language,
    sources.side,
    sources.paused_why,
    states.state,
    states.from_at as state_since_at,
    coalesce(heard.asked, 0)::integer as asked,
    coalesce(heard.is_heard, false) as is_heard,
    heard.last_good_at,
    coalesce(heard.missed, 0)::integer as missed,
    heard.missed_reason,
    heard.missed_detail,
    coalesce(brought.new_items, 0)::integer as new_items
from sources
left join heard on sources.source_id = heard.source_id
left join source_health as states on sources.source_id = states.source_id and states.to_at is null
left join brought on sources.source_id = brought.source_id
order by sources.source_id
