-- One row is one delivery of a version of a killed wire story: its bytes may hold the text.
select distinct
    w.source_id,
    w.fetch_id,
    w.raw_sha256,
    w.seen_at
from wire_versions as w
inner join tombstones as t on w.article_id = t.article_id
order by w.fetch_id;
