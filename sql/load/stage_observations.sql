-- One row is one revision of one item that the run saw: the observation that tells most of it, times over all.
create or replace temp table staged_observations as
select
    o.item_id,
    o.item_revision,
    o.source_id,
    o.publisher_id,
    o.fetch_id,
    o.page_fetch_id,
    o.guid,
    o.url,
    o.title,
    o.published_at,
    o.updated_at,
    o.version,
    o.status,
    o.flags,
    o.article_id,
    o.revision,
    o.last_seen_at as described_at,
    min(o.seen_at) over same_item as seen_at,
    first_value(o.absent_at) over (
        partition by o.item_id, o.item_revision
        order by o.seen_at asc, o.absent_at desc nulls last
    ) as absent_at,
    max(o.last_seen_at) over same_item as last_seen_at,
    max(o.ranked_at) over same_item as ranked_at
from read_parquet($files) as o
window same_item as (partition by o.item_id, o.item_revision)
qualify
    row_number() over (
        partition by o.item_id, o.item_revision
        order by
            (o.article_id is not null) desc,
            o.last_seen_at desc,
            coalesce(o.page_fetch_id, '') desc,
            o.fetch_id desc
    ) = 1;
