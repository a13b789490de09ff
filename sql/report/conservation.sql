-- One row is something that was seen and did not end in exactly one outcome. No row: all conserved.
select
    run,
    kind,
    id,
    revision,
    outcomes,
    found
from ledger_conservation
order by run asc, kind asc, id asc, revision asc
