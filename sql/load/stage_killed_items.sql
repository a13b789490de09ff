-- One row is one item that was killed, or that brought an article which was.
create or replace temp table killed_items as
with killed_articles as (
    select article_id
    from tombstones
    where article_id is not null
)

select item_id
from tombstones
union
select sightings.item_id
from sightings
inner join killed_articles on sightings.article_id = killed_articles.article_id
union
select o.item_id
from staged_observations as o
inner join killed_articles on o.article_id = killed_articles.article_id
union
select ledger.id as item_id
from ledger
inner join killed_articles on ledger.article_id = killed_articles.article_id
where ledger.kind = 'item'
union
select wire_versions.item_id
from wire_versions
inner join killed_articles on wire_versions.article_id = killed_articles.article_id
union
select w.item_id
from staged_wires as w
inner join killed_articles on w.article_id = killed_articles.article_id;
