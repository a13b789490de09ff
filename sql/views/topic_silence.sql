-- One row is one watched day and one source, for each round of talks that took place on it (none: `round` is null): in
-- which state its feed was, how many items of that day it had, how many articles about the talks (`round_articles`:
-- about that round), and how many were expected: the median of those of the 28 days before on which it was heard and
-- talks were held, or were not, as on this one. `silence`: topic, where it had items and none about the talks though
-- some were expected, or talks were held and nothing is known to expect; outlet, where its feed was in order and had
-- nothing of that day; feed, where its feed was not in order or not asked, so that nothing can be said; null, where it
-- was not silent. An article counts on each day of which we hold a revision of it. A poll belongs to the day on which
-- it was made, or to that of its run where that was played for another time. Of wires, whose state nobody judges, a
-- good pick-up stands for ok.
create view topic_silence as
with watched as (
    select
        min(cast(planned_at as date)) as first_on,
        max(cast(planned_at as date)) as last_on
    from runs
    where mode = 'monitor'
),

days as (
    select cast(unnest(generate_series(first_on, last_on, interval 1 day)) as date) as day_on
    from watched
    where first_on is not null
),

asked as (
    select
        p.source_id,
        cast(if(abs(date_diff('day', p.fetched_at, r.planned_at)) <= 7, p.fetched_at, r.planned_at) as date) as day_on,
        max(p.fetched_at) as asked_at,
        bool_or(p.is_good) as is_heard
    from polls as p
    inner join runs as r on p.run = r.run
    where p.is_own
    group by all
),

states as (
    select
        a.source_id,
        a.day_on,
        coalesce(h.state, if(a.is_heard, 'ok', null)) as feed_state
    from asked as a
    asof left join source_health as h on a.source_id = h.source_id and a.asked_at >= h.from_at
),

seen as (
    select
        s.source_id,
        coalesce(r.day_on, cast(coalesce(s.published_at, s.seen_at) as date)) as day_on,
        count(distinct s.item_id) as items
    from sightings as s
    left join article_revisions as r on s.article_id = r.article_id and s.revision = r.revision
    where s.status <> 'canceled'
    group by all
),

told_then as (
    select
        r.source_id,
        r.day_on,
        r.article_id,
        r.revision
    from article_revisions as r
    inner join article_heads as h on r.article_id = h.article_id and not h.killed
    where r.relevance = 'talks'
),

talks as (
    select
        source_id,
        day_on,
        count(distinct article_id) as talks_articles
    from told_then
    group by source_id, day_on
),

about as (
    select
        t.source_id,
        t.day_on,
        r.round,
        count(distinct t.article_id) as round_articles
    from told_then as t
    inner join revision_rounds as r on t.article_id = r.article_id and t.revision = r.revision
    where r.aspect = 'subject'
    group by t.source_id, t.day_on, r.round
),

held as (
    select
        d.day_on,
        r.round_id as round
    from days as d
    inner join rounds as r on d.day_on between r.from_on and r.to_on
),

told as (
    select
        d.day_on,
        s.source_id as source,
        d.day_on in (select held.day_on from held) as has_round,
        states.feed_state,
        coalesce(seen.items, 0) as items,
        coalesce(talks.talks_articles, 0) as talks_articles
    from days as d
    cross join sources as s
    left join states on d.day_on = states.day_on and s.source_id = states.source_id
    left join seen on d.day_on = seen.day_on and s.source_id = seen.source_id
    left join talks on d.day_on = talks.day_on and s.source_id = talks.source_id
    where s.paused_why is null
),

expecting as (
    select
        *,
        median(if(items > 0 or feed_state in ('ok', 'quiet'), talks_articles, null)) over (
            partition by source, has_round
            order by day_on
            range between interval 28 days preceding and interval 1 day preceding
        ) as expected
    from told
)

select
    e.day_on as day,
    held.round,
    e.source,
    e.feed_state,
    e.items,
    e.talks_articles,
    if(held.round is null, null, coalesce(about.round_articles, 0)) as round_articles,
    e.expected,
    case
        when e.talks_articles > 0 then null
        when e.items = 0 and coalesce(e.feed_state, '') not in ('ok', 'quiet') then 'feed'
        when e.items = 0 then 'outlet'
        when coalesce(e.expected, if(e.has_round, 1, 0)) > 0 then 'topic'
    end as silence
from expecting as e
left join held on e.day_on = held.day_on
left join about on e.day_on = about.day_on and e.source = about.source_id and held.round = about.round;
