-- One row is one item of a wire whose story was killed, on whichever channel of its agency.
create or replace temp table killed_wire_items as
select
    item_id,
    article_id
from wire_versions
where article_id in (select t.article_id from tombstones as t)
union
select
    item_id,
    article_id
from staged_wires
where article_id in (select t.article_id from tombstones as t);
