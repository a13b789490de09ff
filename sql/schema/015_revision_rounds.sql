-- One row is one round of talks that one article revision is about or refers to.
create table revision_rounds (
    article_id varchar,
    revision varchar,
    item_id varchar,
    item_revision varchar,
    round varchar,
    aspect varchar,
    evidence varchar,
    pack_version varchar
);
