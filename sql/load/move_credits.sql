-- One row is a row of revision_credits that goes to the article that its own id leads to.
update revision_credits
set article_id = m.goes_to
from moved_revisions as m
where
    m.article_id = revision_credits.article_id
    and m.revision = revision_credits.revision
    and m.item_id = revision_credits.item_id
    and m.item_revision = revision_credits.item_revision;
