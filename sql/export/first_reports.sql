-- One row is one source that reported a claim, with its earliest report.
select
    cast((coalesce(f.published_at, f.seen_at) at time zone 'UTC') at time zone $day_zone as date) as day_on,
    f.claim_id,
    f.rank,
    f.tie,
    f.source,
    f.article_id,
    f.revision,
    f.published_at,
    f.precision,
    f.absent_at,
    f.seen_at,
    k.speaker,
    k.type,
    k.facet,
    k.target,
    r.title,
    coalesce(r.canonical_url, r.url) as url,
    c.may_pass_on,
    if(c.may_pass_on, f.credited_to, null) as credited_to
from first_reports as f
inner join chosen as c on f.article_id = c.article_id
inner join claims as k on f.claim_id = k.claim_id
inner join article_revisions as r on f.article_id = r.article_id and f.revision = r.revision
where
    (
        cast($actors as varchar[]) is null
        or list_contains($actors, k.speaker)
        or list_contains($actors, k.target)
    )
    and (cast($facets as varchar[]) is null or list_contains($facets, k.facet))
