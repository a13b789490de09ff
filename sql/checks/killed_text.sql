-- One row is one row of a killed item or article that still holds words.
select
    'article_revisions' as table_name,
    r.article_id as id
from article_revisions as r
inner join tombstones as t on r.article_id = t.article_id or r.item_id = t.item_id
union all
select
    'article_visits' as table_name,
    v.article_id as id
from article_visits as v
inner join tombstones as t on v.article_id = t.article_id or v.item_id = t.item_id
union all
select
    'sightings' as table_name,
    s.item_id as id
from sightings as s
inner join tombstones as t on s.article_id = t.article_id or s.item_id = t.item_id
where s.title <> '' or s.url is not null or s.guid is not null;
