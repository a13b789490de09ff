-- One row is something that was seen and did not end in exactly one outcome. No row: all conserved.
select *
from ledger_conservation
