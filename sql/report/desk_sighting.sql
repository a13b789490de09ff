-- One row is one item revision as its source gave it.
select
    title,
    url,
    guid,
    seen_at,
    published_at,
    updated_at,
    fetch_id,
    page_fetch_id,
    article_id
from sightings
where item_id = $id and item_revision = $revision
