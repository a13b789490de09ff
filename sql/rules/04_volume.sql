-- One row is one source, or all of them together, that brought far fewer or far more entries in the last 24 hours than
-- in the same 24 hours of the week in the eight weeks before. Only entries that a poll before did not list are counted,
-- and only days on which the source was asked (of wires, that are not asked: on which anything was fetched); what other
-- rules say of a source is not said again.
--
-- Title: The volume is out of the ordinary
-- Why: A feed that lists half of what it did, or the same entries under new ids, changes every share that is counted.
-- Do: Compare the feed with the publisher's page. A holiday or a great event does this too: acknowledge it and say so.
-- Threshold: beyond 4 spreads below or 6 above the median, and below a third or above three times of it (all together:
-- a half, twice). A spread is 1.4826 times the median absolute deviation, which is a standard deviation where counts
-- are normal, and at least the square root of the median, which is that of a Poisson count. Needs four weeks; fewer
-- than 17 entries a day can not collapse by this measure.
with kept as (
    select
        s.source_id,
        s.kind
    from sources as s
    left join source_health as h
        on
            s.source_id = h.source_id
            and h.to_at is null
            and h.state in ('stale', 'empty', 'html', 'blocked', 'down', 'dead')
    where s.paused_why is null and h.source_id is null
),

arrived as (
    select
        i.source_id,
        i.item_id,
        cast(floor(epoch(cast($now as timestamp) - i.seen_at) / 86400) as integer) as days_ago
    from sightings as i
    inner join kept on i.source_id = kept.source_id
    where
        i.seen_at <= cast($now as timestamp)
        and i.seen_at > cast($now as timestamp) - interval 57 days
        and (i.absent_at is not null or kept.kind = 'wire')
),

counted as (
    select
        source_id,
        days_ago,
        count(distinct item_id) as entries
    from arrived
    where days_ago % 7 = 0
    group by source_id, days_ago
),

polled as (
    select distinct
        source_id,
        cast(floor(epoch(cast($now as timestamp) - fetched_at) / 86400) as integer) as days_ago
    from documents
    where
        fetched_at <= cast($now as timestamp)
        and fetched_at > cast($now as timestamp) - interval 57 days
        and kind = 'feed'
        and fetch_outcome in ('ok', 'not_modified')
),

weeks as (
    select distinct cast(floor(epoch(cast($now as timestamp) - fetched_at) / 86400) as integer) as days_ago
    from documents
    where
        fetched_at <= cast($now as timestamp)
        and fetched_at > cast($now as timestamp) - interval 57 days
        and floor(epoch(cast($now as timestamp) - fetched_at) / 86400) % 7 = 0
),

asked as (
    select
        kept.source_id,
        weeks.days_ago
    from kept
    cross join weeks
    left join polled on kept.source_id = polled.source_id and weeks.days_ago = polled.days_ago
    where kept.kind = 'wire' or polled.source_id is not null
),

daily as (
    select
        asked.source_id,
        asked.days_ago,
        coalesce(counted.entries, 0) as entries
    from asked
    left join counted on asked.source_id = counted.source_id and asked.days_ago = counted.days_ago
),

together as (
    select
        source_id,
        days_ago,
        entries,
        3.0 as factor
    from daily
    union all
    select
        'all sources' as source_id,
        days_ago,
        sum(entries) as entries,
        2.0 as factor
    from daily
    group by days_ago
),

judged as (
    select
        source_id,
        any_value(factor) as factor,
        max(entries) filter (where days_ago = 0) as entries,
        median(entries) filter (where days_ago > 0) as usual,
        greatest(
            1.4826 * mad(entries) filter (where days_ago > 0), sqrt(median(entries) filter (where days_ago > 0))
        ) as spread
    from together
    group by source_id
    having count(*) filter (where days_ago > 0) >= 4 and count(*) filter (where days_ago = 0) = 1
),

limits as (
    select
        source_id,
        entries,
        usual,
        least(usual - 4 * spread, usual / factor) as fewest,
        greatest(usual + 6 * spread, usual * factor, 17) as most
    from judged
)

select
    source_id as subject,
    'warning' as severity,
    concat(entries, ' entries in 24 hours; usually ', round(usual, 1), ' at this time of the week') as detail,
    entries as figure,
    if(entries < fewest, fewest, most) as threshold
from limits
where entries < fewest or entries > most;
