-- One row is the run of a DAG run, by the hash of the id of that and by its mode, which is the name of the DAG.
select run
from runs
where dag_run_id_sha = $digest and mode = $mode
order by token desc
