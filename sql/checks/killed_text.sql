-- One row is one row of a killed item or article that still holds words.
--
-- Title: Words of a killed story are stored
-- Why: An agency's kill is an order, and what is stored is published.
-- Do: This is a fault of ours: run trucewatch monitor once more, which obeys every kill again; if it stays, trucewatch
-- rebuild, and report it.
-- Threshold: none may.
select
    'article_revisions' as table_name,
    r.article_id as id
from article_revisions as r
inner join tombstones as t on r.article_id = t.article_id or r.item_id = t.item_id
union all
select
    'revision_credits' as table_name,
    c.article_id as id
from revision_credits as c
inner join tombstones as t on c.article_id = t.article_id
union all
select
    'uncorrected_revisions' as table_name,
    u.article_id as id
from uncorrected_revisions as u
inner join tombstones as t on u.article_id = t.article_id or u.item_id = t.item_id
union all
select
    'corrections' as table_name,
    c.article_id as id
from corrections as c
inner join tombstones as t on c.article_id = t.article_id or c.other_article_id = t.article_id
where c.why <> '' or c.undone_why <> ''
union all
select distinct
    'decisions' as table_name,
    d.decision_id as id
from decisions as d
inner join killed_ids as k on (d.kind = k.kind and d.id = k.id) or (k.kind = 'article' and d.article_id = k.id)
where d.why <> ''
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
where s.title <> '' or s.url is not null or s.guid is not null
union all
select
    'wire_versions' as table_name,
    w.item_id as id
from wire_versions as w
inner join tombstones as t on w.article_id = t.article_id
where w.guid is not null or w.revision is not null or w.slugline is not null or w.editorial_note is not null
union all
select
    'sightings' as table_name,
    s.item_id as id
from sightings as s
inner join wire_versions as w on s.item_id = w.item_id and s.item_revision = w.item_revision
inner join tombstones as t on w.article_id = t.article_id
where s.title <> '' or s.url is not null or s.guid is not null;
