-- One row is one revision of an article with claims, and when it appeared: from begins_at on, and before ends_at.
-- The first revision appeared when its publisher says (a day is the day as written, from midnight UTC), a version of a
-- wire story when its agency made it, any other between the last look that showed another one and the first that showed
-- it. A summary or headline that was there before the full text does not prove that the article said less. What polls
-- saw narrows a time that the publisher gives as long as the two agree; an article may reach a feed late, so a time
-- before the last poll without it stands; one after the first sighting does not. Without a last look begins_at is null.
create or replace temp table claimed_times as
with held as (
    select
        r.article_id,
        r.revision,
        r.published_at,
        r.published_precision,
        r.observed_at,
        case r.text_depth when 'full' then 2 when 'summary' then 1 else 0 end as told_depth
    from article_revisions as r
    where r.article_id in (select s.article_id from claimed_statements as s)
),

sighted as (
    select s.*
    from sightings as s
    where s.article_id in (select h.article_id from held as h)
),

looks as (
    select
        article_id,
        revision,
        observed_at as looked_at
    from held
    union
    select
        article_id,
        revision,
        unnest([seen_at, last_seen_at]) as looked_at
    from sighted
    where page_fetch_id is null
    union
    select
        article_id,
        revision,
        ranked_at as looked_at
    from sighted
    where page_fetch_id is not null
    union
    select
        v.article_id,
        v.revision,
        v.checked_at as looked_at
    from article_visits as v
    where v.article_id in (select h.article_id from held as h)
),

found as (
    select
        h.article_id,
        h.revision,
        h.told_depth,
        h.published_at,
        h.published_precision,
        min(l.looked_at) as seen_at
    from held as h
    inner join looks as l on h.article_id = l.article_id and h.revision = l.revision
    group by all
),

arrived as (
    select
        article_id,
        absent_at
    from sighted
    qualify row_number() over (partition by article_id order by seen_at asc, absent_at desc nulls last, item_id asc) = 1
),

without as (
    select
        f.article_id,
        f.revision,
        max(l.looked_at) as absent_at
    from found as f
    inner join found as o on f.article_id = o.article_id and f.revision <> o.revision and f.told_depth <= o.told_depth
    inner join looks as l on o.article_id = l.article_id and o.revision = l.revision
    where l.looked_at < f.seen_at
    group by f.article_id, f.revision
),

versions as (
    select
        w.article_id,
        w.revision,
        if(w.updated_at is null and w.published_at is null, null, w.version_created_at) as made_at,
        s.absent_at
    from wire_versions as w
    left join sightings as s on w.item_id = s.item_id and w.item_revision = s.item_revision
    where w.article_id in (select h.article_id from held as h)
    qualify
        row_number() over (
            partition by w.article_id, w.revision
            order by w.version_created_at, w.seen_at, w.item_id, w.item_revision
        ) = 1
),

told as (
    select
        f.article_id,
        f.revision,
        f.seen_at,
        case
            when v.article_id is not null then v.made_at
            when w.article_id is null then f.published_at
        end as published_at,
        if(v.article_id is null, f.published_precision, 'second') as published_precision,
        case
            when v.article_id is not null then v.absent_at
            when w.article_id is null then a.absent_at
            else w.absent_at
        end as absent_at
    from found as f
    left join arrived as a on f.article_id = a.article_id
    left join without as w on f.article_id = w.article_id and f.revision = w.revision
    left join versions as v on f.article_id = v.article_id and f.revision = v.revision
),

believed as (
    select
        article_id,
        revision,
        seen_at,
        absent_at,
        if(published_at <= seen_at, published_at, null) as published_at,
        if(published_at <= seen_at, coalesce(published_precision, 'second'), null) as published_precision
    from told
),

bounded as (
    select
        *,
        absent_at + interval 1 microsecond as polled_from,
        published_at + case published_precision
            when 'day' then interval 1 day
            when 'minute' then interval 1 minute
            else interval 1 second
        end as passed_at
    from believed
)

select
    article_id,
    revision,
    coalesce(published_at, seen_at) as reported_at,
    published_at,
    published_precision,
    absent_at,
    seen_at,
    case
        when published_at is null then polled_from
        when polled_from < passed_at then greatest(published_at, polled_from)
        else published_at
    end as begins_at,
    least(passed_at, seen_at + interval 1 microsecond) as ends_at
from bounded;
