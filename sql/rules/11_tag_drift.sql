-- One row is one language in which another version of the topic pack finds far fewer or far more articles about the
-- topic than the version before. Where the articles of before were tagged anew there is nothing to compare.
--
-- Title: A new pack finds far fewer or far more
-- Why: A line of the pack that was lost or is too wide moves every figure from that day on, and looks like news.
-- Do: trucewatch pack diff OLD NEW shows what is tagged otherwise; mend the pack, or trucewatch reprocess
-- --pack-version stale so that all days are told alike.
-- Threshold: half or twice the share, and 4 standard errors of the difference, with 30 articles each: those of the new
-- version in its first 14 days, those of others in the 28 days before it.
with pack as (
    select
        pack_version,
        min(planned_at) as since_at
    from runs
    where not stopped
    group by pack_version
    qualify row_number() over (order by max(token) desc) = 1
),

rates as (
    select
        r.language,
        count(*) filter (where r.pack_version = p.pack_version) as articles,
        count(*) filter (where r.pack_version <> p.pack_version) as articles_before,
        avg(cast(r.relevance <> 'no' as integer)) filter (where r.pack_version = p.pack_version) as share,
        avg(cast(r.relevance <> 'no' as integer)) filter (where r.pack_version <> p.pack_version) as earlier,
        avg(cast(r.relevance <> 'no' as integer)) as overall
    from article_revisions as r
    cross join pack as p
    where
        p.since_at > cast($now as timestamp) - interval 14 days
        and r.observed_at > p.since_at - interval 28 days
        and r.observed_at <= cast($now as timestamp)
    group by r.language
),

errors as (
    select
        language,
        articles,
        share,
        earlier,
        sqrt(overall * (1 - overall) * (1 / articles + 1 / articles_before)) as error
    from rates
    where articles >= 30 and articles_before >= 30
)

select
    language as subject,
    'warning' as severity,
    concat(
        round(100 * share, 1),
        ' % of ',
        articles,
        ' articles are about the topic; ',
        round(100 * earlier, 1),
        ' % with the version before'
    ) as detail,
    share as figure,
    if(share < earlier, earlier / 2, earlier * 2) as threshold
from errors
where (share < earlier / 2 or share > earlier * 2) and abs(share - earlier) > 4 * error;
