-- One row is one state of one source that held since a day: from when until when it was judged.
select
    source_id,
    state,
    why,
    from_at,
    coalesce(to_at, judged_at) as until_at
from source_health
where coalesce(to_at, judged_at) >= $since
order by source_id asc, from_at asc
