-- One row is a source of the pack.
create or replace temp table staged_sources as
select distinct
    source_id,
    publisher_id,
    publisher,
    kind,
    language,
    country,
    url,
    path,
    fetch_pages,
    obey_robots_for_feed,
    time_zone,
    article_id_pattern,
    ownership,
    side,
    paused_why,
    note
from read_parquet($files);
