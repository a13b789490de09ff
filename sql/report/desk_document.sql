-- One row is the document of the given id, as the last run accounted for it. `is_withheld`: something of it is held
-- back by an agency or was killed, so that its body is for nobody to see.
select
    d.run,
    d.fetch_id,
    d.source_id,
    d.kind,
    d.url,
    d.final_url,
    d.fetched_at,
    d.fetch_outcome,
    d.status,
    d.content_type,
    d.raw_sha256,
    d.body_bytes,
    d.format,
    d.items,
    d.attempt,
    d.outcome,
    d.reason,
    d.detail,
    d.next_try_at,
    exists(
        select 1
        from ledger as l
        where l.fetch_id = d.fetch_id and l.outcome in ('held', 'killed')
    ) as is_withheld
from documents as d
where d.fetch_id = $document
order by d.run desc
limit 1
