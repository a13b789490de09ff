-- One row is one look again at the page of a known article that told something: which revision it showed, or that it
-- is gone. The view article_checks compares each with the look before it.
create table article_visits (
    article_id varchar,
    fetch_id varchar,
    item_id varchar,
    item_revision varchar,
    source_id varchar,
    checked_at timestamp,
    status integer,
    revision varchar,
    url varchar,
    moved_to varchar,
    raw_sha256 varchar
);
