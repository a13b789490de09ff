-- One row is a look again at the page of an article.
create or replace temp table staged_visits as
select distinct
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
from read_parquet($files);
