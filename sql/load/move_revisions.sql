-- One row is a row of article_revisions that goes to the article that its own id leads to.
update article_revisions
set article_id = m.goes_to
from moved_revisions as m
where
    m.article_id = article_revisions.article_id
    and m.revision = article_revisions.revision
    and m.item_id = article_revisions.item_id
    and m.item_revision = article_revisions.item_revision;
