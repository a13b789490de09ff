-- One row is one quarantined document or item revision with what came (a title or an address), the latest first;
-- `states` says which of open, waiting and dismissed.
select
    q.kind,
    q.id,
    q.revision,
    q.state,
    q.source_id,
    coalesce(nullif(s.title, ''), s.url, d.url, '') as what,
    q.reason,
    q.detail,
    q.fetch_id,
    q.article_id,
    q.article_revision,
    q.run,
    q.recorded_at,
    q.decision_id,
    q.action,
    q.who,
    q.why,
    q.decided_at
from quarantine as q
left join sightings as s on s.item_id = if(q.kind = 'item', q.id, null) and q.revision = s.item_revision
left join documents as d on d.fetch_id = if(q.kind = 'document', q.id, null) and q.run = d.run
where q.state in (select unnest(cast($states as varchar[])))
order by q.recorded_at desc, q.kind asc, q.id asc, q.revision asc
