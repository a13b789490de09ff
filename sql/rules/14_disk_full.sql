-- One row is the disk of the data folder that will be full soon.
--
-- Title: The disk is nearly full
-- Why: Without room nothing that is published can be kept, and what a feed no longer lists is lost for good.
-- Do: Make room, or move the data folder to a larger disk (docs/operations.md, Backup). trucewatch rebuild and
-- publishing need as much again as the warehouse holds.
-- Threshold: 14 days at the pace of the last 14, by the clock of the machine and over at least one day; critical from 3
-- days, and from 1 GiB whatever the pace.
with latest as (
    select
        measured_at,
        free_bytes,
        total_bytes
    from disk
    order by measured_at desc, run desc
    limit 1
),

earliest as (
    select
        d.measured_at,
        d.free_bytes
    from disk as d
    inner join latest on d.measured_at >= latest.measured_at - interval 14 days and d.total_bytes = latest.total_bytes
    order by d.measured_at, d.run
    limit 1
),

pace as (
    select
        latest.free_bytes,
        latest.total_bytes,
        if(
            latest.measured_at >= earliest.measured_at + interval 1 day and earliest.free_bytes > latest.free_bytes,
            latest.free_bytes
            * epoch(latest.measured_at - earliest.measured_at)
            / 86400
            / (earliest.free_bytes - latest.free_bytes),
            null
        ) as days
    from latest
    cross join earliest
)

select
    'data' as subject,
    if(free_bytes < 1073741824 or days < 3, 'critical', 'warning') as severity,
    concat(
        round(free_bytes / 1073741824, 1),
        ' GiB of ',
        round(total_bytes / 1073741824, 1),
        ' are free',
        if(days is null, '', concat('; full in ', round(days, 1), ' days'))
    ) as detail,
    coalesce(days, 0) as figure,
    14 as threshold
from pace
where free_bytes < 1073741824 or days < 14;
