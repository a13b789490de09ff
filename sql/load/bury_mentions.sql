-- Removes the rows of killed articles.
delete from revision_mentions
where article_id in (select t.article_id from tombstones as t);
