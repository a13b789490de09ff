-- Takes the words out of sightings of killed wire stories; that they were seen remains, and of which story.
update sightings
set
    title = '',
    url = null,
    guid = null,
    article_id = k.article_id,
    revision = null
from killed_wire_items as k
where
    sightings.item_id = k.item_id
    and (
        sightings.title <> ''
        or sightings.url is not null
        or sightings.guid is not null
        or sightings.revision is not null
        or sightings.article_id is distinct from k.article_id
    );
