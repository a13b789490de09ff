-- One row is one document that brought an article, given by its id or its address.
with asked as (
    select unnest(cast($articles as varchar[])) as asked_for
),

named as (
    select r.article_id
    from article_revisions as r
    where
        r.article_id in (select q.asked_for from asked as q)
        or r.url in (select q.asked_for from asked as q)
        or r.canonical_url in (select q.asked_for from asked as q)
    union
    select a.article_id
    from article_alias as a
    where a.alias_id in (select q.asked_for from asked as q)
    union
    select s.article_id
    from sightings as s
    where s.article_id in (select q.asked_for from asked as q) or s.url in (select q.asked_for from asked as q)
),

items as (
    select s.item_id
    from sightings as s
    where s.article_id in (select n.article_id from named as n) or s.url in (select q.asked_for from asked as q)
    union
    select r.item_id
    from article_revisions as r
    where r.article_id in (select n.article_id from named as n)
    union
    select l.id as item_id
    from ledger as l
    where l.kind = 'item' and l.article_id in (select q.asked_for from asked as q)
)

select s.fetch_id
from sightings as s
where s.item_id in (select i.item_id from items as i)
union
select d.fetch_id
from documents as d
where d.item_id in (select i.item_id from items as i)
union
select l.fetch_id
from ledger as l
where l.kind = 'item' and l.id in (select i.item_id from items as i)
order by fetch_id;
