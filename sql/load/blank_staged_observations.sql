-- Takes the words out of sightings of killed items and articles before they reach the file.
-- That they were seen remains.
update staged_observations
set
    title = '',
    url = null,
    guid = null
where
    (
        item_id in (select t.item_id from tombstones as t)
        or article_id in (select t.article_id from tombstones as t)
    )
    and (title <> '' or url is not null or guid is not null);
