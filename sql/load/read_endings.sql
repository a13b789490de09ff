-- One row is one way in which a document or items of it ended, by their latest outcome.
select distinct
    l.fetch_id,
    l.kind,
    l.outcome,
    l.reason,
    l.until_at,
    l.next_try_at
from ledger as l
qualify
    row_number() over (
        partition by l.kind, l.id, l.revision
        order by l.token desc, l.recorded_at desc, l.run desc
    ) = 1
order by l.fetch_id, l.kind, l.outcome, l.reason, l.until_at, l.next_try_at;
