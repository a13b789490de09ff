-- One row is one article about the talks, or that names them in passing, whose page may be looked at again: seen
-- since then, held in full, neither killed nor gone. Of several entries the first to have it counts, as it stands in
-- its feed by now; `seen_at` is the first look at that page, `url` where it stands now, `fetch_id` a feed document that
-- holds the entry.
with entries as (
    select
        article_id,
        item_id,
        item_revision,
        source_id,
        fetch_id,
        url,
        ranked_at as looked_at,
        last_seen_at,
        min(seen_at) over (partition by article_id, item_id) as entered_at
    from sightings
    where page_fetch_id is not null and article_id is not null
),

chosen as (
    select *
    from entries
    qualify
        row_number() over (
            partition by article_id
            order by entered_at asc, source_id asc, item_id asc, last_seen_at desc, looked_at desc, item_revision desc
        ) = 1
),

moves as (
    select
        item_id,
        arg_max(moved_to, (checked_at, fetch_id)) as moved_to
    from article_visits
    where moved_to is not null
    group by item_id
)

select
    chosen.article_id,
    chosen.item_id,
    chosen.item_revision,
    chosen.source_id,
    coalesce(moves.moved_to, chosen.url) as url,
    chosen.fetch_id,
    chosen.looked_at as seen_at,
    articles.title,
    articles.relevance,
    articles.revision
from chosen
inner join articles on chosen.article_id = articles.article_id
left join moves on chosen.item_id = moves.item_id
where
    articles.relevance in ('talks', 'passing')
    and articles.text_depth = 'full'
    and articles.gone_at is null
    and chosen.url is not null
    and chosen.looked_at >= $since
order by chosen.looked_at asc, chosen.article_id asc
