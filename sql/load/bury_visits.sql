-- Removes the rows of killed articles.
delete from article_visits
where
    article_id in (select t.article_id from tombstones as t)
    or item_id in (select k.item_id from killed_items as k);
