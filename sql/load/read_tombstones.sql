-- One row is one killed item and one article it took down.
select
    article_id,
    item_id,
    killed_at,
    note,
    fingerprints
from tombstones
order by item_id, article_id;
