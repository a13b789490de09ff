-- Removes the rows of killed articles.
delete from article_revisions
where article_id in (select t.article_id from tombstones as t);
