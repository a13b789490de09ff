-- One row is a row of revision_mentions.
insert into revision_mentions (
    article_id,
    revision,
    item_id,
    item_revision,
    position,
    zone,
    start,
    "end",
    surface,
    kind,
    actor,
    wikidata,
    name,
    as_actor,
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
    kind,
    actor,
    wikidata,
    name,
    as_actor,
    rule,
    pack_version
from staged_mentions;
