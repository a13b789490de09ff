-- Keeps the addresses of killed articles out of the file.
delete from staged_visits
where
    article_id in (select t.article_id from tombstones as t)
    or item_id in (select k.item_id from killed_items as k);
