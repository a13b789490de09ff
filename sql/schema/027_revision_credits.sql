-- One row is one place in one article revision where the text credits an outlet with a report.
create table revision_credits (
    article_id varchar,
    revision varchar,
    item_id varchar,
    item_revision varchar,
    position integer,
    zone varchar,
    start integer,
    "end" integer,
    surface varchar,
    outlet varchar,
    name varchar,
    publisher_id varchar,
    rule varchar,
    pack_version varchar
);
