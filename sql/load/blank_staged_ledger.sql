-- Takes the words out of the outcomes of killed items and articles.
update staged_ledger
set detail = null
where
    detail is not null
    and (
        (kind = 'item' and id in (select t.item_id from tombstones as t))
        or article_id in (select t.article_id from tombstones as t where t.article_id is not null)
    );
