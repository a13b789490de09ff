-- One row is one killed item and one article it took down; article_id is null until such an article is known.
create table tombstones (
    article_id varchar,
    item_id varchar,
    killed_at timestamp,
    note varchar
);
