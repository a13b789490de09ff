-- One row is one article that may be meant, the best kind of match alone: an id that it has or had; its address or guid
-- to the end; the beginning of its id or address. `called` is what was asked, in lower case; `tail` the same without
-- scheme, www, query and closing slash; `ids` those that such an address gives an article.
with addresses as (
    select
        article_id,
        url as address
    from sightings
    union
    select
        article_id,
        guid as address
    from sightings
    union
    select
        article_id,
        url as address
    from article_revisions
    union
    select
        article_id,
        canonical_url as address
    from article_revisions
    union
    select
        article_id,
        url as address
    from article_visits
),

plain as (
    select
        article_id,
        lower(address) as whole,
        rtrim(regexp_replace(split_part(lower(address), '?', 1), '^https?://(www\.)?', ''), '/') as tail
    from addresses
    where address is not null and article_id is not null
),

found as (
    select
        unnest(cast($ids as varchar[])) as article_id,
        0 as distance
    union all
    select
        article_id,
        if(article_id = $called, 0, 2) as distance
    from article_heads
    where length($called) >= 8 and starts_with(article_id, $called)
    union all
    select
        article_id,
        if(whole = $called or tail = $tail, 1, 2) as distance
    from plain
    where $tail <> '' and (whole = $called or starts_with(tail, $tail))
),

led as (
    select
        coalesce(a.article_id, f.article_id) as article_id,
        min(f.distance) as distance
    from found as f
    left join article_alias as a on f.article_id = a.alias_id
    group by all
)

select
    h.article_id,
    h.killed,
    a.title,
    a.publisher_id,
    a.url
from led
inner join article_heads as h on led.article_id = h.article_id
left join articles as a on h.article_id = a.article_id
qualify led.distance = min(led.distance) over ()
order by h.article_id asc
