-- One row is a row of revision_framing that goes to the article that its own id leads to.
update revision_framing
set article_id = m.goes_to
from moved_revisions as m
where
    m.article_id = revision_framing.article_id
    and m.revision = revision_framing.revision
    and m.item_id = revision_framing.item_id
    and m.item_revision = revision_framing.item_revision;
