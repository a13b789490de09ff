-- One row is one request for a feed, or one pick-up from a wire folder, as one run accounted for it. An answer that
-- says "nothing new" (not modified, or the same bytes again) stands for the one before it: a page of maintenance that
-- stays the same is no feed that is heard. `standing_outcome` and `standing_reason` are those of that earlier answer.
create view polls as
with asked as (
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
        outcome = 'duplicate' and reason in ('not_modified', 'same_body') as is_repeat
    from documents
    where kind <> 'page'
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
    and coalesce(earlier_outcome, outcome) in ('loaded', 'duplicate', 'held', 'killed', 'not_text') as is_good
from standing;
