-- One row is one article. Its current revision is the one that was looked at last: in a feed each time that an entry
-- stands there, on a page only when that was fetched. An entry that returns to what it said before brings back what its
-- page showed. A revision that nothing points to any more ranks behind those that something does, and a summary behind
-- a full text, which a wall or a lesser feed must not replace (a wire says itself what replaces what). A killed article
-- keeps its head, without a revision.
insert into article_heads (
    article_id,
    publisher_id,
    current_revision,
    first_seen_at,
    last_seen_at,
    killed
)
with seen as (
    select
        article_id,
        publisher_id,
        seen_at as first_seen_at,
        last_seen_at
    from sightings
    union all
    select
        article_id,
        publisher_id,
        observed_at as first_seen_at,
        observed_at as last_seen_at
    from article_revisions
    union all
    select
        v.article_id,
        r.publisher_id,
        v.checked_at as first_seen_at,
        v.checked_at as last_seen_at
    from article_visits as v
    inner join article_revisions as r on v.article_id = r.article_id and v.revision = r.revision
),

spans as (
    select
        seen.article_id,
        min(seen.publisher_id) as publisher_id,
        min(seen.first_seen_at) as first_seen_at,
        max(seen.last_seen_at) as last_seen_at
    from seen
    inner join touched_articles as touched on seen.article_id = touched.article_id
    group by seen.article_id
),

entries as (
    select s.*
    from sightings as s
    inner join touched_articles as touched on s.article_id = touched.article_id
),

reverted as (
    select
        s.item_id,
        s.item_revision,
        max(s.last_seen_at) as returned_at
    from entries as s
    inner join sightings as o on s.item_id = o.item_id
    where o.seen_at > s.seen_at and o.last_seen_at < s.last_seen_at
    group by s.item_id, s.item_revision
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
    where page_fetch_id is not null
    union all
    select
        v.article_id,
        v.item_id,
        v.item_revision,
        v.revision,
        v.checked_at as looked_at,
        v.fetch_id
    from article_visits as v
    inner join touched_articles as touched on v.article_id = touched.article_id
    where v.revision is not null
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

looks as (
    select
        article_id,
        revision,
        ranked_at,
        last_seen_at,
        seen_at,
        version as wire_version
    from entries
    where page_fetch_id is null
    union all
    select
        p.article_id,
        p.revision,
        greatest(p.looked_at, b.returned_at) as ranked_at,
        p.looked_at as last_seen_at,
        p.looked_at as seen_at,
        null as wire_version
    from last_page_looks as p
    left join reverted as b on p.item_id = b.item_id and p.item_revision = b.item_revision
),

ranked as (
    select
        r.article_id,
        r.revision
    from article_revisions as r
    inner join touched_articles as touched on r.article_id = touched.article_id
    left join looks as l on r.article_id = l.article_id and r.revision = l.revision
    left join sources as s on r.source_id = s.source_id
    qualify
        row_number() over (
            partition by r.article_id
            order by
                (l.article_id is not null) desc,
                (s.kind is distinct from 'wire' and r.text_depth <> 'full') asc,
                (s.kind is distinct from 'wire' and r.text_depth = 'headline') asc,
                coalesce(l.ranked_at, r.observed_at) desc,
                try_cast(l.wire_version as bigint) desc nulls last,
                l.wire_version desc nulls last,
                coalesce(if(s.kind = 'wire', l.seen_at, l.last_seen_at), r.observed_at) desc,
                r.revision desc
        ) = 1
),

buried as (
    select distinct article_id
    from tombstones
)

select
    spans.article_id,
    spans.publisher_id,
    ranked.revision as current_revision,
    spans.first_seen_at,
    spans.last_seen_at,
    buried.article_id is not null as killed
from spans
left join ranked on spans.article_id = ranked.article_id
left join buried on spans.article_id = buried.article_id
where ranked.revision is not null or buried.article_id is not null;
