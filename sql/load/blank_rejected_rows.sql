-- Takes the words out of refused rows of killed items and articles. A key begins with an item or article id.
update rejected_rows
set detail = ''
where
    detail <> ''
    and (
        article_id in (select t.article_id from tombstones as t where t.article_id is not null)
        or left(key, 32) in (select t.item_id from tombstones as t)
        or left(key, 32) in (select t.article_id from tombstones as t where t.article_id is not null)
    );
