-- One row is a row of revision_statements that goes to the article that its own id leads to.
update revision_statements
set article_id = m.goes_to
from moved_revisions as m
where
    m.article_id = revision_statements.article_id
    and m.revision = revision_statements.revision
    and m.item_id = revision_statements.item_id
    and m.item_revision = revision_statements.item_revision;
