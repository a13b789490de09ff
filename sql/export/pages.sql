-- One row is one page fetched for a chosen article, with the hash of its bytes. Its day is that of the article.
with looks as (
    select
        article_id,
        page_fetch_id as fetch_id
    from sightings
    where page_fetch_id is not null
    union
    select
        article_id,
        fetch_id
    from article_visits
    where revision is not null
),

fetched as (
    select
        fetch_id,
        source_id,
        coalesce(final_url, url) as url,
        fetched_at,
        content_type,
        raw_sha256
    from documents
    where kind = 'page' and fetch_outcome = 'ok' and raw_sha256 is not null and url is not null
    qualify row_number() over (
        partition by fetch_id
        order by run desc
    ) = 1
)

select
    c.day_on,
    c.article_id,
    f.fetch_id,
    f.source_id,
    f.url,
    f.fetched_at,
    f.content_type,
    f.raw_sha256,
    a.title,
    c.may_pass_on and coalesce(s.redistributable and len(s.sanctions) = 0, false) as may_pass_on
from fetched as f
inner join looks as l on f.fetch_id = l.fetch_id
inner join chosen as c on l.article_id = c.article_id
inner join articles as a on l.article_id = a.article_id
left join sources as s on f.source_id = s.source_id
qualify row_number() over (
    partition by f.fetch_id
    order by c.article_id
) = 1
