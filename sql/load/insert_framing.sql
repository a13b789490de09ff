-- One row is a row of revision_framing.
insert into revision_framing (
    article_id,
    revision,
    item_id,
    item_revision,
    position,
    zone,
    start,
    "end",
    surface,
    concept,
    side,
    quoted,
    rule,
    pack_version
)
select
    article_id,
    revision,
    item_id,
    item_revision,
    position,
    zone,
    start,
    "end",
    surface,
    concept,
    side,
    quoted,
    rule,
    pack_version
from staged_framing;
