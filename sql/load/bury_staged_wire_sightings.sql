-- Takes the words out of sightings of killed wire stories before they reach the file; that they were seen remains, and
-- of which story.
update staged_observations
set
    title = '',
    url = null,
    guid = null,
    article_id = k.article_id,
    revision = null
from killed_wire_items as k
where
    staged_observations.item_id = k.item_id
    and (
        staged_observations.title <> ''
        or staged_observations.url is not null
        or staged_observations.guid is not null
        or staged_observations.revision is not null
        or staged_observations.article_id is distinct from k.article_id
    );
