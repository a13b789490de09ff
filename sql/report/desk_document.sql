-- One row is the document of the given id, as the last run accounted for it. `is_withheld`: something of it is held
-- back by an agency now or was killed once, so that neither its body nor its address, which may be the name of the
-- file, is for anybody to see.
with items as (
    select distinct
        kind,
        id,
        revision
    from ledger
    where fetch_id = $document
),

latest as (
    select l.outcome
    from ledger as l
    inner join items as i on l.kind = i.kind and l.id = i.id and l.revision = i.revision
    qualify
        row_number() over (
            partition by l.kind, l.id, l.revision
            order by l.token desc, l.recorded_at desc, l.run desc
        ) = 1
),

withheld as (
    select outcome
    from latest
    where outcome = 'held'
    union all
    select outcome
    from ledger
    where fetch_id = $document and outcome = 'killed'
),

standing as (
    select count(*) > 0 as is_withheld
    from withheld
),

document as (
    select *
    from documents
    where fetch_id = $document
    order by run desc
    limit 1
)

select
    d.run,
    d.fetch_id,
    d.source_id,
    d.kind,
    if(s.is_withheld, '', d.url) as url,
    if(s.is_withheld, null, d.final_url) as final_url,
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
    s.is_withheld
from document as d
cross join standing as s
