-- One row is a row of revision_facets.
insert into revision_facets (
    article_id,
    revision,
    item_id,
    item_revision,
    facet,
    score,
    evidence,
    pack_version
)
select
    article_id,
    revision,
    item_id,
    item_revision,
    facet,
    score,
    evidence,
    pack_version
from staged_facets;
