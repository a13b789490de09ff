-- One row is one article. Its current revision is the one ranked last; a revision that no sighting points to any
-- more ranks behind those that one does. A killed article keeps its head, without a revision.
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
        first_seen_at,
        last_seen_at
    from sightings
    union all
    select
        article_id,
        publisher_id,
        observed_at as first_seen_at,
        observed_at as last_seen_at
    from article_revisions
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

ranked as (
    select
        r.article_id,
        r.revision
    from article_revisions as r
    inner join touched_articles as touched on r.article_id = touched.article_id
    left join sightings as s on r.article_id = s.article_id and r.revision = s.revision
    qualify
        row_number() over (
            partition by r.article_id
            order by
                (s.item_id is not null) desc,
                coalesce(s.ranked_at, r.observed_at) desc,
                coalesce(s.last_seen_at, r.observed_at) desc,
                try_cast(s.version as bigint) desc nulls last,
                s.version desc nulls last,
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
