-- Takes the addresses out of the pages of killed items.
update documents
set
    url = '',
    final_url = null,
    detail = null
where
    fetch_id in (select k.fetch_id from killed_pages as k)
    and (url <> '' or final_url is not null or detail is not null);
