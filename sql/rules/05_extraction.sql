-- One row is one host most of whose pages gave no text in the last three days.
--
-- Title: Pages of a host give no text
-- Why: Its articles are loaded with their headline or summary only, or wait in quarantine; a new layout or a wall does
-- this overnight.
-- Do: Open two of its pages (trucewatch sql "select url, reason from documents where kind = 'page' and outcome =
-- 'quarantined'"). A wall: set the depth of the source to summary in the pack. A layout: report it; then trucewatch
-- reprocess --from quarantine --reason extract_empty.
-- Threshold: half of at least 10 pages that were had; a page that was worked again counts as it ended the last time. Of
-- one text under many addresses, and of letters of a wrong encoding, other rules tell.
with pages as (
    select
        regexp_extract(coalesce(final_url, url), '^[a-z]+://([^/:?#]+)', 1) as site,
        fetched_at > cast($now as timestamp) - interval 3 days as is_recent,
        outcome in ('quarantined', 'failed')
        and reason in ('extract_empty', 'extract_timeout', 'extract_crash', 'soft_block')
        and coalesce(detail, '') <> 'same_text' as is_failure
    from documents
    where
        kind = 'page'
        and fetch_outcome = 'ok'
        and fetched_at > cast($now as timestamp) - interval 31 days
        and fetched_at <= cast($now as timestamp)
    qualify row_number() over (partition by fetch_id order by run desc) = 1
),

hosts as (
    select
        site,
        count(*) filter (where is_recent) as pages,
        count(*) filter (where is_recent and is_failure) as failed,
        avg(cast(is_failure as integer)) filter (where not is_recent) as earlier
    from pages
    where site <> ''  -- the address of a killed page is blank
    group by site
)

select
    site as subject,
    'warning' as severity,
    concat(
        failed,
        ' of ',
        pages,
        ' pages in 3 days',
        if(earlier is null, '', concat('; ', round(100 * earlier), ' % in the 28 days before'))
    ) as detail,
    failed / pages as figure,
    0.5 as threshold
from hosts
where pages >= 10 and failed >= 0.5 * pages;
