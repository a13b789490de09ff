-- One row is one source whose articles have become much shorter.
--
-- Title: Texts have become much shorter
-- Why: A teaser before a wall, or the first part of a page that loads the rest by script, passes as an article: who is
-- named further down is lost.
-- Do: Compare two articles with their pages. A wall: set the depth of the source to summary in the pack. A layout:
-- report it, then trucewatch reprocess --source SOURCE.
-- Threshold: the median of at least 10 full texts of 3 days is below half of that of at least 20 in the 11 days before.
with texts as (
    select
        source_id,
        observed_at > cast($now as timestamp) - interval 3 days as is_recent,
        length(text) as characters
    from article_revisions
    where
        text_depth = 'full'
        and observed_at > cast($now as timestamp) - interval 14 days
        and observed_at <= cast($now as timestamp)
),

lengths as (
    select
        source_id,
        median(characters) filter (where is_recent) as characters,
        median(characters) filter (where not is_recent) as earlier
    from texts
    group by source_id
    having count(*) filter (where is_recent) >= 10 and count(*) filter (where not is_recent) >= 20
)

select
    source_id as subject,
    'warning' as severity,
    concat('median ', round(characters), ' characters; ', round(earlier), ' in the 11 days before') as detail,
    characters as figure,
    earlier / 2 as threshold
from lengths
where characters < earlier / 2;
