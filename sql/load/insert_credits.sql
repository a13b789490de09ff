-- One row is a row of revision_credits.
insert into revision_credits (
    article_id,
    revision,
    item_id,
    item_revision,
    position,
    zone,
    start,
    "end",
    surface,
    outlet,
    name,
    publisher_id,
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
    outlet,
    name,
    publisher_id,
    rule,
    pack_version
from staged_credits;
