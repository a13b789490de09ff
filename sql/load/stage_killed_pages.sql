-- One row is one page that was fetched for a killed item, or one file in which a killed story came: the address of the
-- one and the name of the other often spell the headline. The same bytes may have come under several names.
create or replace temp table killed_pages as
with bodies as (
    select raw_sha256
    from wire_versions
    where article_id in (select t.article_id from tombstones as t)
    union
    select raw_sha256
    from staged_wires
    where article_id in (select t.article_id from tombstones as t)
)

select fetch_id
from documents
where
    item_id in (select k.item_id from killed_items as k)
    or raw_sha256 in (select b.raw_sha256 from bodies as b)
union
select fetch_id
from staged_documents
where
    item_id in (select k.item_id from killed_items as k)
    or raw_sha256 in (select b.raw_sha256 from bodies as b)
union
select fetch_id
from ledger
where kind = 'item' and id in (select k.item_id from killed_wire_items as k)
union
select fetch_id
from staged_ledger
where kind = 'item' and id in (select k.item_id from killed_wire_items as k)
union
select fetch_id
from documents
where outcome = 'killed'
union
select fetch_id
from staged_documents
where outcome = 'killed';
