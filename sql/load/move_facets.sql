-- One row is a row of revision_facets that goes to the article that its own id leads to.
update revision_facets
set article_id = m.goes_to
from moved_revisions as m
where
    m.article_id = revision_facets.article_id
    and m.revision = revision_facets.revision
    and m.item_id = revision_facets.item_id
    and m.item_revision = revision_facets.item_revision;
