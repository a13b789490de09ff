-- One row is one text that a publisher gave to many articles in the last three days, or a host whose pages were set
-- aside because they all had the same.
--
-- Title: One text stands for many articles
-- Why: A notice (a wall, a consent form, an error page) was taken for the article. Where it came with many pages at
-- once it was set aside, where it came little by little it is counted as the words of the articles.
-- Do: Look at it (trucewatch sql "select url, text from article_revisions where text_fingerprint = '…'", for a host
-- its pages); add the notice to what counts as a block (pipelines/extract/soft_blocks.yaml), or set the depth of the
-- source to summary in the pack; then trucewatch reprocess --source SOURCE.
-- Threshold: 5 articles with ids of their own, or 5 pages. One article under two addresses, or in two feeds of its
-- publisher, has one id.
with recent as (
    select
        s.publisher_id,
        r.text_fingerprint,
        count(distinct s.native_article_id) as articles
    from sightings as s
    inner join article_revisions as r on s.article_id = r.article_id and s.revision = r.revision
    where
        s.seen_at > cast($now as timestamp) - interval 3 days
        and s.seen_at <= cast($now as timestamp)
        and r.observed_at > cast($now as timestamp) - interval 31 days
        and r.text_depth = 'full'
    group by s.publisher_id, r.text_fingerprint
),

set_aside as (
    select
        regexp_extract(coalesce(final_url, url), '^[a-z]+://([^/:?#]+)', 1) as site,
        fetch_id,
        detail
    from documents
    where
        kind = 'page'
        and fetched_at > cast($now as timestamp) - interval 3 days
        and fetched_at <= cast($now as timestamp)
    qualify row_number() over (partition by fetch_id order by run desc) = 1
)

select
    concat(publisher_id, '/', left(text_fingerprint, 12)) as subject,
    'warning' as severity,
    concat(articles, ' articles of ', publisher_id, ' have the text ', text_fingerprint) as detail,
    articles as figure,
    5 as threshold
from recent
where articles >= 5
union all
select
    site as subject,
    'warning' as severity,
    concat(count(*), ' pages in 3 days were set aside: the same text') as detail,
    count(*) as figure,
    5 as threshold
from set_aside
where detail = 'same_text' and site <> ''  -- the address of a killed page is blank
group by site
having count(*) >= 5;
