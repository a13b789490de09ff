-- One row is one step in the life of an article as we looked at it: the revision that it then showed, or none where its
-- page was gone (`is_gone`). Steps follow each other as their last looks do; the last that is not gone is the current
-- revision. `returns`: the revision had been shown before (A, B, A). Of a feed's entry the first and the last look are
-- kept, so one that came back is dated by its last; versions of a wire are dated by their agency. A summary seen after
-- a full text (a wall, a lesser feed) is no step. The first 12 digits of a revision stand for its title.
create view revision_history as
with wires as (
    select
        v.article_id,
        v.revision,
        v.item_id,
        v.item_revision,
        v.version_created_at as looked_at,
        v.version,
        v.seen_at
    from wire_versions as v
    inner join article_revisions as r on v.article_id = r.article_id and v.revision = r.revision
),

entries as (
    select
        s.article_id,
        s.item_id,
        s.item_revision,
        s.revision,
        s.page_fetch_id is not null as is_page,
        s.seen_at,
        s.last_seen_at,
        s.ranked_at
    from sightings as s
    inner join article_revisions as r on s.article_id = r.article_id and s.revision = r.revision
    where not exists (
        select 1
        from wire_versions as v
        where v.item_id = s.item_id and v.item_revision = s.item_revision
    )
),

page_looks as (
    select
        article_id,
        item_id,
        item_revision,
        revision,
        ranked_at as looked_at,
        '' as fetch_id
    from entries
    where is_page
    union all
    select
        v.article_id,
        v.item_id,
        v.item_revision,
        v.revision,
        v.checked_at as looked_at,
        v.fetch_id
    from article_visits as v
    left join article_revisions as r on v.article_id = r.article_id and v.revision = r.revision
    where v.revision is null or r.revision is not null
),

last_page_looks as (
    select *
    from page_looks
    qualify
        row_number() over (
            partition by article_id, item_id, item_revision
            order by looked_at desc, fetch_id desc
        ) = 1
),

reverted as (
    select
        s.article_id,
        s.item_id,
        s.item_revision,
        max(s.last_seen_at) as returned_at
    from entries as s
    inner join entries as o on s.item_id = o.item_id and s.article_id = o.article_id
    where s.is_page and o.seen_at > s.seen_at and o.last_seen_at < s.last_seen_at
    group by s.article_id, s.item_id, s.item_revision
),

looks as (
    select
        article_id,
        '' as lane,
        revision,
        looked_at,
        try_cast(version as bigint) as version_number,
        version as wire_version,
        seen_at,
        item_revision as look
    from wires
    union all
    select
        article_id,
        item_id as lane,
        revision,
        unnest([seen_at, last_seen_at]) as looked_at,
        null as version_number,
        null as wire_version,
        seen_at,
        '' as look
    from entries
    where not is_page
    union all
    select
        article_id,
        item_id as lane,
        revision,
        looked_at,
        null as version_number,
        null as wire_version,
        looked_at as seen_at,
        fetch_id as look
    from page_looks
    union all
    select
        p.article_id,
        p.item_id as lane,
        p.revision,
        b.returned_at as looked_at,
        null as version_number,
        null as wire_version,
        b.returned_at as seen_at,
        '' as look
    from last_page_looks as p
    inner join reverted as b
        on p.article_id = b.article_id and p.item_id = b.item_id and p.item_revision = b.item_revision
    where b.returned_at > p.looked_at
),

chained as (
    select
        article_id,
        lane,
        revision,
        looked_at,
        row_number() over in_lane as place,
        (revision is distinct from lag(revision, 1, '') over in_lane) as begins
    from looks
    window in_lane as (
        partition by article_id, lane
        order by
            looked_at asc,
            coalesce(version_number, 0) asc,
            coalesce(wire_version, '') asc,
            seen_at asc,
            look asc,
            revision asc
    )
),

numbered as (
    select
        *,
        sum(cast(begins as integer)) over (
            partition by article_id, lane
            order by place
        ) as stretch
    from chained
),

stretches as (
    select
        n.article_id,
        if(n.lane = '', n.stretch, 0) as of_wire,
        any_value(n.revision) as revision,
        min(n.looked_at) as since_at,
        max(n.looked_at) as until_at
    from numbered as n
    group by n.article_id, n.lane, n.stretch
),

weighed as (
    select
        s.*,
        case
            when s.revision is null then null
            when s.of_wire > 0 or r.text_depth = 'full' then 2
            when r.text_depth = 'summary' then 1
            else 0
        end as fullness
    from stretches as s
    inner join article_heads as h on s.article_id = h.article_id and not h.killed
    left join article_revisions as r on s.article_id = r.article_id and s.revision = r.revision
),

told as (
    select *
    from weighed
    qualify
        fullness is null or fullness >= max(fullness) over (
            partition by article_id
            order by until_at, of_wire, revision
            rows between unbounded preceding and current row
        )
),

turns as (
    select
        *,
        row_number() over turn as place,
        (revision is distinct from lag(revision, 1, '') over turn) as begins
    from told
    window turn as (
        partition by article_id
        order by until_at, of_wire, revision
    )
),

counted as (
    select
        *,
        sum(cast(begins as integer)) over (
            partition by article_id
            order by place
        ) as step
    from turns
),

steps as (
    select
        article_id,
        step,
        any_value(revision) as revision,
        min(since_at) as since_at,
        max(until_at) as until_at
    from counted
    group by article_id, step
),

compared as (
    select
        *,
        last_value(revision ignore nulls) over (
            partition by article_id
            order by step
            rows between unbounded preceding and 1 preceding
        ) as earlier_revision,
        row_number() over (
            partition by article_id, revision
            order by step
        ) > 1 as is_again
    from steps
)

select
    c.article_id,
    cast(c.step as integer) as step,
    c.revision,
    c.earlier_revision,
    c.since_at,
    c.until_at,
    c.revision is null as is_gone,
    c.revision is not null and c.is_again as returns,
    coalesce(left(c.revision, 12) <> left(c.earlier_revision, 12), false) as title_changed,
    coalesce(substr(c.revision, 13) <> substr(c.earlier_revision, 13), false) as text_changed,
    r.title,
    r.text_depth
from compared as c
left join article_revisions as r on c.article_id = r.article_id and c.revision = r.revision;
