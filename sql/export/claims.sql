-- One row is one claim that a chosen article reports; its day is that of its first report. The name of a speaker whom
-- the pack does not know stands there only where a report may be passed on.
with reported as (
    select
        r.claim_id,
        bool_or(c.may_pass_on) as may_pass_on
    from claim_reports as r
    inner join chosen as c on r.article_id = c.article_id
    group by r.claim_id
)

select
    cast((k.first_at at time zone 'UTC') at time zone $day_zone as date) as day_on,
    k.claim_id,
    k.speaker,
    k.type,
    k.facet,
    k.target,
    k.negated,
    k.places,
    k.amounts,
    k.first_at,
    k.last_at,
    k.reports,
    k.publishers,
    k.languages,
    r.may_pass_on,
    if(r.may_pass_on, k.speaker_name, null) as speaker_name
from claims as k
inner join reported as r on k.claim_id = r.claim_id
where
    (
        cast($actors as varchar[]) is null
        or list_contains($actors, k.speaker)
        or list_contains($actors, k.target)
    )
    and (cast($facets as varchar[]) is null or list_contains($facets, k.facet))
