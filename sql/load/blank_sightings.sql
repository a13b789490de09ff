-- Takes the words out of sightings of killed items and articles; that they were seen remains.
update sightings
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
