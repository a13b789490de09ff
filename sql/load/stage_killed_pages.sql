-- One row is one page that was fetched for a killed item, or one file in which a killed story came: the address of the
-- one and the name of the other often spell the headline.
create or replace temp table killed_pages as
select fetch_id
from documents
where item_id in (select k.item_id from killed_items as k)
union
select fetch_id
from staged_documents
where item_id in (select k.item_id from killed_items as k)
union
select fetch_id
from wire_versions
where article_id in (select t.article_id from tombstones as t)
union
select fetch_id
from staged_wires
where article_id in (select t.article_id from tombstones as t);
