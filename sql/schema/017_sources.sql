-- One row is one source of the topic pack that the last load ran with.
create table sources (
    source_id varchar,
    publisher_id varchar,
    publisher varchar,
    kind varchar,
    language varchar,
    country varchar,
    url varchar,
    path varchar,
    fetch_pages boolean,
    obey_robots_for_feed boolean,
    time_zone varchar,
    article_id_pattern varchar,
    ownership varchar,
    side varchar,
    paused_why varchar,
    note varchar
);
