-- One row is one article that was not killed, in its current revision. `revisions` counts the ones we hold. One whose
-- page is gone keeps its text: `gone_at` is the first look that did not find it, since the last one that did. Of one
-- that is `corrected` an analyst said something against the tagger (corrections_now).
create view articles as
with histories as (
    select
        article_id,
        count(*) as revisions
    from article_revisions
    group by article_id
),

found as (
    select
        looks.article_id,
        max(looks.looked_at) as found_at
    from (
        select
            v.article_id,
            v.checked_at as looked_at
        from article_visits as v
        where v.revision is not null
        union all
        select
            s.article_id,
            s.ranked_at as looked_at
        from sightings as s
        inner join article_revisions as r on s.article_id = r.article_id and s.revision = r.revision
        where s.page_fetch_id is not null and r.text_depth = 'full'
    ) as looks
    group by looks.article_id
),

gone as (
    select
        v.article_id,
        min(v.checked_at) as gone_at
    from article_visits as v
    left join found on v.article_id = found.article_id
    where v.revision is null and (found.found_at is null or v.checked_at > found.found_at)
    group by v.article_id
)

select
    r.article_id,
    r.revision,
    r.publisher_id,
    r.source_id,
    r.day_on,
    r.published_at,
    r.published_precision,
    r.published_origin,
    h.first_seen_at,
    h.last_seen_at,
    r.language,
    r.relevance,
    r.relevance_score,
    r.title,
    r.text,
    r.text_depth,
    r.text_fingerprint,
    r.authors,
    r.site_name,
    coalesce(r.canonical_url, r.url) as url,
    r.flags,
    histories.revisions,
    gone.gone_at,
    r.pack_version,
    u.article_id is not null as corrected
from article_heads as h
inner join article_revisions as r on h.article_id = r.article_id and h.current_revision = r.revision
inner join histories on h.article_id = histories.article_id
left join gone on h.article_id = gone.article_id
left join uncorrected_revisions as u on r.article_id = u.article_id and r.revision = u.revision
where not h.killed;
