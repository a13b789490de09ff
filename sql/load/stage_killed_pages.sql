-- One row is one page that was fetched for a killed item: its address often spells the headline.
create or replace temp table killed_pages as
select fetch_id
from documents
where item_id in (select k.item_id from killed_items as k)
union
select fetch_id
from staged_documents
where item_id in (select k.item_id from killed_items as k);
