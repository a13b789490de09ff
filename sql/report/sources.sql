-- One row is one source: its state (null for one that was never judged), how its feed or wire was last heard (`ok`, or
-- the reason it was not), and how many of its item revisions ended in each outcome.
-- A duplicate is counted as what the first sighting of the same revision became, so that a rerun moves no figure.
with last_heard as (
    select
        polls.source_id,
        arg_max(
            if(polls.is_good, 'ok', coalesce(polls.standing_reason, polls.standing_outcome)),
            (polls.fetched_at, polls.fetch_id, polls.run)
        ) as feed
    from polls
    where polls.is_own
    group by polls.source_id
),

states as (
    select
        source_health.source_id,
        source_health.state
    from source_health
    where source_health.to_at is null
),

settled as (
    select
        ledger.source_id,
        ledger.id,
        ledger.revision,
        coalesce(
            arg_max(ledger.outcome, ledger.recorded_at) filter (where ledger.outcome <> 'duplicate'), 'duplicate'
        ) as outcome
    from ledger
    where ledger.kind = 'item'
    group by ledger.source_id, ledger.id, ledger.revision
)

select
    sources.source_id,
    sources.language,
    coalesce(any_value(last_heard.feed), 'not polled') as feed,
    any_value(states.state) as state,
    count(settled.id)::integer as items,
    (count(*) filter (where settled.outcome = 'loaded'))::integer as loaded,
    (count(*) filter (where settled.outcome = 'duplicate'))::integer as duplicate,
    (count(*) filter (where settled.outcome = 'held'))::integer as held,
    (count(*) filter (where settled.outcome = 'killed'))::integer as killed,
    (count(*) filter (where settled.outcome = 'not_text'))::integer as not_text,
    (count(*) filter (where settled.outcome = 'quarantined'))::integer as quarantined,
    (count(*) filter (where settled.outcome = 'failed'))::integer as failed
from sources
left join last_heard on sources.source_id = last_heard.source_id
left join states on sources.source_id = states.source_id
left join settled on sources.source_id = settled.source_id
group by sources.source_id, sources.language
order by sources.source_id
