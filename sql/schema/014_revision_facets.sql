-- One row is one facet of the topic that one article revision speaks of.
create table revision_facets (
    article_id varchar,
    revision varchar,
    item_id varchar,
    item_revision varchar,
    facet varchar,
    score double,
    pack_version varchar
);
