-- One row is an order to kill an item.
create or replace temp table staged_kills as
select distinct
    item_id,
    source_id,
    guid,
    fetch_id,
    ordered_at,
    note,
    nullif(article_id, '') as article_id,
    fingerprints
from read_parquet($files);
