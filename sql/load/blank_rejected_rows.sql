-- Takes the words out of refused rows of killed items, of their articles and pages. A key begins with an id.
update rejected_rows
set detail = ''
where
    detail <> ''
    and (
        article_id in (select t.article_id from tombstones as t)
        or fetch_id in (select k.fetch_id from killed_pages as k)
        or left(key, 32) in (select t.article_id from tombstones as t)
        or left(key, 32) in (select k.item_id from killed_items as k)
    );
