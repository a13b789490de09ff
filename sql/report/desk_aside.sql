-- One row is something that the given run set aside, with what came (a title or an address).
select
    l.kind,
    l.id,
    l.revision,
    l.source_id,
    l.reason,
    l.detail,
    coalesce(nullif(s.title, ''), s.url, d.url, '') as what
from ledger as l
left join sightings as s on s.item_id = if(l.kind = 'item', l.id, null) and l.revision = s.item_revision
left join documents as d on d.fetch_id = if(l.kind = 'document', l.id, null) and l.run = d.run
where l.run = $run and l.outcome = 'quarantined'
order by l.kind desc, l.reason asc, l.source_id asc, l.id asc
