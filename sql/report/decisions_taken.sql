-- One row is one decision that a run has taken up.
select decision_id
from decisions
where run is not null
