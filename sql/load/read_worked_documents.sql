-- One row is one document that a run has worked, and did not lose.
select distinct id as fetch_id
from ledger
where kind = 'document' and reason is distinct from 'batch_lost' and reason is distinct from 'load_stopped'
order by fetch_id;
