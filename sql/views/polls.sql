-- One row is one request for a feed, or one pick-up from a wire folder, as one run accounted for it. An answer that
-- says "nothing new" (not modified, or the same bytes again) stands for the one before it: a page of maintenance that
-- stays the same is no feed that is heard. `standing_outcome` and `standing_reason` are those of that earlier answer.
-- `is_own` tells polls of a source, also where its address has led for good, from requests for a part of its sitemap,
-- an older page of its archive or a list of addresses that a person found.
create view polls as
with addresses as (
    select distinct
        d.source_id,
        unnest([d.url, d.final_url]) as url
    from documents as d
    inner join sources as s on d.source_id = s.source_id and d.url = s.url
    where d.kind = 'feed'
),

asked as (
    select
        d.run,
        d.fetch_id,
        d.source_id,
        d.url,
        d.fetched_at,
        d.status,
        d.fetch_outcome,
        d.items,
        d.outcome,
        d.reason,
        d.detail,
        d.next_try_at,
        d.outcome = 'duplicate' and d.reason in ('not_modified', 'same_body') as is_repeat,
        d.kind = 'wire' or s.url is null or a.url is not null as is_own
    from documents as d
    left join sources as s on d.source_id = s.source_id
    left join addresses as a on d.source_id = a.source_id and d.url = a.url
    where d.kind <> 'page'
),

standing as (
    select
        *,
        last_value(if(is_repeat, null, outcome) ignore nulls) over earlier as earlier_outcome,
        last_value(if(is_repeat, null, coalesce(reason, '')) ignore nulls) over earlier as earlier_reason
    from asked
    window earlier as (
        partition by source_id, url
        order by fetched_at, fetch_id, run
        rows between unbounded preceding and current row
    )
)

select
    run,
    fetch_id,
    source_id,
    url,
    fetched_at,
    status,
    fetch_outcome,
    items,
    outcome,
    reason,
    detail,
    next_try_at,
    coalesce(earlier_outcome, outcome) as standing_outcome,
    if(earlier_outcome is null, reason, nullif(earlier_reason, '')) as standing_reason,
    fetch_outcome in ('ok', 'not_modified')
    and coalesce(earlier_outcome, outcome) in ('loaded', 'duplicate', 'held', 'killed', 'not_text') as is_good,
    is_own
from standing;
