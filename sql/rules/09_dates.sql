-- One row is one source whose entries are dated further from when they appear than they were. Counted is what a poll
-- before did not list, so that an archive read once is no shift.
--
-- Title: The dates of a source have shifted
-- Why: Articles stand on the wrong day, and who was first with a claim is told wrongly: a time zone left out, or months
-- and days changed places.
-- Do: Compare a date of the feed with that of the page. A clock that lacks its zone: set time_zone of the source in the
-- pack; then trucewatch reprocess --source SOURCE.
-- Threshold: the median distance of at least 10 entries of 3 days has moved by over 2 hours, and over twice the
-- distance between the tenth and the ninetieth of a hundred, against at least 20 in the 28 days before.
with entries as (
    select
        s.source_id,
        s.seen_at > cast($now as timestamp) - interval 3 days as is_recent,
        epoch(s.seen_at - s.published_at) / 3600 as hours
    from sightings as s
    inner join sources as o on s.source_id = o.source_id
    where
        s.published_at is not null
        and (s.absent_at is not null or o.kind = 'wire')
        and s.seen_at > cast($now as timestamp) - interval 31 days
        and s.seen_at <= cast($now as timestamp)
),

distances as (
    select
        source_id,
        median(hours) filter (where is_recent) as hours,
        median(hours) filter (where not is_recent) as earlier,
        quantile_cont(hours, 0.9) filter (where not is_recent)
        - quantile_cont(hours, 0.1) filter (where not is_recent) as width
    from entries
    group by source_id
    having count(*) filter (where is_recent) >= 10 and count(*) filter (where not is_recent) >= 20
)

select
    source_id as subject,
    'warning' as severity,
    concat(
        'seen ', round(hours, 1), ' hours after their date; ', round(earlier, 1), ' hours in the 28 days before'
    ) as detail,
    abs(hours - earlier) as figure,
    greatest(2, 2 * width) as threshold
from distances
where abs(hours - earlier) > greatest(2, 2 * width);
