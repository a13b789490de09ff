-- Removes the members of the stories that are computed anew.
delete from story_members
where
    article_id in (select s.article_id from storied_articles as s)
    and article_id not in (select unnest(cast($kept as varchar[])));
