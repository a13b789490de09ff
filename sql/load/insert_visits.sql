-- One row is one look again at the page of an article that told something.
insert into article_visits (
    article_id,
    fetch_id,
    item_id,
    item_revision,
    source_id,
    checked_at,
    status,
    revision,
    url,
    moved_to,
    raw_sha256
)
select
    article_id,
    fetch_id,
    item_id,
    item_revision,
    source_id,
    checked_at,
    status,
    revision,
    url,
    moved_to,
    raw_sha256
from staged_visits;
