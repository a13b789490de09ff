-- One row is a row of revision_mentions that goes to the article that its own id leads to.
update revision_mentions
set article_id = m.goes_to
from moved_revisions as m
where
    m.article_id = revision_mentions.article_id
    and m.revision = revision_mentions.revision
    and m.item_id = revision_mentions.item_id
    and m.item_revision = revision_mentions.item_revision;
