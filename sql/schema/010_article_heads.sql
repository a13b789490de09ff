-- One row is one article, with the revision that is current.
create table article_heads (
    article_id varchar,
    publisher_id varchar,
    current_revision varchar,
    first_seen_at timestamp,
    last_seen_at timestamp,
    killed boolean
);
