-- One row is one source on one day since a day: how many item revisions were new, and how many requests were made for
-- its feed or wire.
with arrived as (
    select
        source_id,
        seen_at::date as day_on,
        count(*)::integer as new_items
    from sightings
    where seen_at >= $since
    group by source_id, seen_at::date
),

asked as (
    select
        source_id,
        fetched_at::date as day_on,
        count(distinct fetch_id)::integer as polls
    from documents
    where kind <> 'page' and fetched_at >= $since
    group by source_id, fetched_at::date
)

select
    coalesce(arrived.source_id, asked.source_id) as source_id,
    coalesce(arrived.day_on, asked.day_on) as day_on,
    coalesce(arrived.new_items, 0) as new_items,
    coalesce(asked.polls, 0) as polls
from arrived
full outer join asked on arrived.source_id = asked.source_id and arrived.day_on = asked.day_on
order by source_id asc, day_on asc
