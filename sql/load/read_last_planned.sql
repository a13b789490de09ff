-- One row is the latest moment that a run took for now.
select max(planned_at) as planned_at
from runs;
