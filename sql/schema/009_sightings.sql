-- One row is one revision of one item of a source, over all the times it was seen.
create table sightings (
    item_id varchar,
    item_revision varchar,
    source_id varchar,
    publisher_id varchar,
    fetch_id varchar,
    page_fetch_id varchar,
    guid varchar,
    url varchar,
    title varchar,
    first_seen_at timestamp,
    last_seen_at timestamp,
    ranked_at timestamp,
    published_at timestamp,
    updated_at timestamp,
    version varchar,
    status varchar,
    flags varchar[],
    article_id varchar,
    revision varchar,
    described_at timestamp
);
