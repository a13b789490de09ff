-- Removes the rows of killed articles, and of those that are hidden.
delete from article_visits
where
    article_id in (select t.article_id from tombstones as t)
    or item_id in (select k.item_id from killed_items as k)
    or article_id in (select h.article_id from hidden_articles as h);
