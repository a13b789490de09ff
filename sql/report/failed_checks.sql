-- One row is one expectation that the last run did not meet.
select *
from quality_results
where not quality_results.success and quality_results.run = (select max(runs.run) from runs)
