-- One row is one run: how it ended and how many documents and item revisions it accounted for, by outcome.
select
    runs.run,
    runs.stop_reason,
    runs.batches,
    runs.lost_batches,
    (count(*) filter (where ledger.kind = 'document'))::integer as documents,
    (count(*) filter (where ledger.kind = 'item'))::integer as items,
    (count(*) filter (where ledger.kind = 'item' and ledger.outcome = 'loaded'))::integer as loaded,
    (count(*) filter (where ledger.kind = 'item' and ledger.outcome = 'duplicate'))::integer as duplicate,
    (count(*) filter (where ledger.kind = 'item' and ledger.outcome = 'held'))::integer as held,
    (count(*) filter (where ledger.kind = 'item' and ledger.outcome = 'killed'))::integer as killed,
    (count(*) filter (where ledger.kind = 'item' and ledger.outcome = 'not_text'))::integer as not_text,
    (count(*) filter (where ledger.kind = 'item' and ledger.outcome = 'quarantined'))::integer as quarantined,
    (count(*) filter (where ledger.kind = 'item' and ledger.outcome = 'failed'))::integer as failed
from runs
left join ledger on runs.run = ledger.run
group by runs.run, runs.stop_reason, runs.batches, runs.lost_batches, runs.token
order by runs.token desc
