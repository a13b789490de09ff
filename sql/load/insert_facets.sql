-- One row is a row of revision_facets.
insert into revision_facets (
    article_id,
    revision,
    item_id,
    item_revision,
    facet,
    score,
    pack_version
)
select
    article_id,
    revision,
    item_id,
    item_revision,
    facet,
    score,
    pack_version
from staged_facets;
