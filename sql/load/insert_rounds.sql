-- One row is a row of revision_rounds.
insert into revision_rounds (
    article_id,
    revision,
    item_id,
    item_revision,
    round,
    aspect,
    evidence,
    pack_version
)
select
    article_id,
    revision,
    item_id,
    item_revision,
    round,
    aspect,
    evidence,
    pack_version
from staged_rounds;
