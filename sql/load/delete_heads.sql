-- Removes the heads that are computed anew; an article that nothing is left of gets none.
delete from article_heads
where article_id in (select t.article_id from touched_articles as t);
