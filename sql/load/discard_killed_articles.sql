-- Keeps the text of killed articles out of the file: what is deleted later would stay in it.
delete from staged_articles
where article_id in (select t.article_id from tombstones as t);
