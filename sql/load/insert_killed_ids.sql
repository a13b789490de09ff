-- Keeps in mind what a kill reaches: its articles, the items that brought them, the pages and files in which they came.
insert into killed_ids (kind, id)
with reached as (
    select
        'article' as kind,
        t.article_id as id
    from tombstones as t
    where t.article_id is not null
    union
    select
        'item' as kind,
        k.item_id as id
    from killed_items as k
    union
    select
        'item' as kind,
        w.item_id as id
    from killed_wire_items as w
    union
    select
        'document' as kind,
        p.fetch_id as id
    from killed_pages as p
)

select
    r.kind,
    r.id
from reached as r
anti join killed_ids as known on r.kind = known.kind and r.id = known.id;
