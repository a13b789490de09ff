-- One row is a row of revision_rounds that goes to the article that its own id leads to.
update revision_rounds
set article_id = m.goes_to
from moved_revisions as m
where
    m.article_id = revision_rounds.article_id
    and m.revision = revision_rounds.revision
    and m.item_id = revision_rounds.item_id
    and m.item_revision = revision_rounds.item_revision;
