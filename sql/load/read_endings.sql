-- One row is one way in which a document or items of it ended, by their latest outcome; of documents fetched since.
with recent as (
    select distinct fetch_id
    from documents
    where fetched_at >= $since
),

concerned as (
    select distinct
        ledger.kind,
        ledger.id,
        ledger.revision
    from ledger
    inner join recent on ledger.fetch_id = recent.fetch_id
),

latest as (
    select l.*
    from ledger as l
    inner join concerned as c on l.kind = c.kind and l.id = c.id and l.revision = c.revision
    qualify
        row_number() over (
            partition by l.kind, l.id, l.revision
            order by l.token desc, l.recorded_at desc, l.run desc
        ) = 1
)

select distinct
    latest.fetch_id,
    latest.kind,
    latest.outcome,
    latest.reason,
    latest.until_at,
    latest.next_try_at
from latest
inner join recent on latest.fetch_id = recent.fetch_id
order by
    latest.fetch_id, latest.kind, latest.outcome, latest.reason, latest.until_at, latest.next_try_at;
