-- One row is this run with this token, if it is loaded.
select token
from runs
where run = $run and token = $token;
