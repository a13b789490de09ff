-- One row is one version of one entry in which the given article stood, the earliest first, with the documents of the
-- entry and of its page.
select
    source_id,
    title,
    seen_at,
    last_seen_at,
    fetch_id,
    page_fetch_id
from sightings
where article_id = $article
order by seen_at asc, source_id asc, item_id asc
limit 50
