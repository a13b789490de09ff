-- One row is one run, from one name to another: how it ended, how many of the items that it accounted for it loaded.
select
    runs.run,
    runs.stop_reason,
    runs.batches,
    runs.lost_batches,
    (count(*) filter (where ledger.kind = 'item' and ledger.outcome = 'loaded'))::integer as loaded
from runs
left join ledger on runs.run = ledger.run and ledger.run between $since and $until
where runs.run between $since and $until
group by runs.run, runs.stop_reason, runs.batches, runs.lost_batches, runs.token
order by runs.token desc
