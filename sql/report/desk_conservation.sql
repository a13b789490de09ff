-- One row is something that a run, from one name to another, saw and did not end in exactly one outcome.
-- No row: all conserved.
select
    run,
    kind,
    id,
    revision,
    outcomes,
    found
from ledger_conservation
where run between $since and $until
order by run asc, kind asc, id asc, revision asc
