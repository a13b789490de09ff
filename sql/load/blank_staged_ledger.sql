-- Takes the words out of the outcomes of killed items and of their pages.
update staged_ledger
set detail = null
where
    detail is not null
    and (
        (kind = 'item' and id in (select k.item_id from killed_items as k))
        or (kind = 'document' and id in (select k.fetch_id from killed_pages as k))
    );
