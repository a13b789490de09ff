-- Takes the addresses out of the pages of killed items before they reach the file.
update staged_documents
set
    url = '',
    final_url = null,
    detail = null
where item_id in (select t.item_id from tombstones as t);
