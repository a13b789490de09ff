-- Takes the words out of sightings of stories that are hidden; that they were seen remains.
update sightings
set
    title = '',
    url = null,
    article_id = null,
    revision = null
where article_id in (select h.article_id from hidden_articles as h);
