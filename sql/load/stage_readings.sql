-- One row is a reading that is not counted yet, with the start of the state it belongs to. Readings come in the order
-- of time, so those up to the last one counted are known. A state that a pause interrupted begins anew after it.
create or replace temp table staged_readings as
with counted as (
    select
        source_id,
        max(judged_at) filter (where state <> 'paused') as read_until_at,
        max(judged_at) filter (where state = 'paused') as paused_until_at
    from source_health
    group by source_id
)

select
    r.source_id,
    r.fetch_id,
    r.read_at,
    r.state,
    if(
        r.read_at > counted.paused_until_at,
        greatest(r.state_since_at, counted.paused_until_at),
        r.state_since_at
    ) as from_at,
    r.why,
    r.items,
    r.new_items,
    r.is_gap,
    r.newest_item_at,
    r.failures,
    r.interval_seconds,
    r.next_poll_at
from read_parquet($files) as r
left join counted on r.source_id = counted.source_id
where counted.read_until_at is null or r.read_at > counted.read_until_at
qualify row_number() over (partition by r.source_id, r.fetch_id order by r.read_at) = 1;
