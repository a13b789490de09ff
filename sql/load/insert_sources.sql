-- One row is one source of the topic pack that the last load ran with.
insert into sources (
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
)
select
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
from staged_sources;
