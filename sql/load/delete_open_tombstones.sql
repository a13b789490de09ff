-- Removes the row without an article of an item whose articles are known now.
delete from tombstones
where
    article_id is null
    and item_id in (
        select s.item_id from staged_tombstones as s
        where s.article_id is not null
    );
