-- One row is one word in one article revision by which it takes a side.
create table revision_framing (
    article_id varchar,
    revision varchar,
    item_id varchar,
    item_revision varchar,
    position integer,
    zone varchar,
    start integer,
    "end" integer,
    surface varchar,
    concept varchar,
    side varchar,
    quoted boolean,
    rule varchar,
    pack_version varchar
);
