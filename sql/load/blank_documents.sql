-- Takes the addresses out of the pages of killed items: an address often spells the headline.
update documents
set
    url = '',
    final_url = null,
    detail = null
where
    item_id in (select t.item_id from tombstones as t)
    and (url <> '' or final_url is not null or detail is not null);
