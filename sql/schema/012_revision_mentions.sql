-- One row is one place in one article revision where an actor is named.
create table revision_mentions (
    article_id varchar,
    revision varchar,
    item_id varchar,
    item_revision varchar,
    position integer,
    zone varchar,
    start integer,
    "end" integer,
    surface varchar,
    kind varchar,
    actor varchar,
    wikidata varchar,
    name varchar,
    as_actor boolean,
    rule varchar,
    pack_version varchar
);
