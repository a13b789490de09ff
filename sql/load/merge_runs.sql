-- One row is the run that is being loaded.
merge into runs as t
using (
    select
        $run as run,
        $dag_run_id_sha as dag_run_id_sha,
        $planned_at as planned_at,
        $loaded_at as loaded_at,
        $mode as mode,
        $batches as batches,
        $lost_batches as lost_batches,
        $stopped as stopped,
        $stop_reason as stop_reason,
        $pack_version as pack_version,
        $token as token,
        $counts as counts
) as s
    on t.run = s.run
when matched then
    update
        set
            dag_run_id_sha = s.dag_run_id_sha,
            planned_at = s.planned_at,
            loaded_at = s.loaded_at,
            mode = s.mode,
            batches = s.batches,
            lost_batches = s.lost_batches,
            stopped = s.stopped,
            stop_reason = s.stop_reason,
            pack_version = s.pack_version,
            token = s.token,
            counts = s.counts
when not matched then insert (
    run,
    dag_run_id_sha,
    planned_at,
    loaded_at,
    mode,
    batches,
    lost_batches,
    stopped,
    stop_reason,
    pack_version,
    token,
    counts
) values (
    s.run,
    s.dag_run_id_sha,
    s.planned_at,
    s.loaded_at,
    s.mode,
    s.batches,
    s.lost_batches,
    s.stopped,
    s.stop_reason,
    s.pack_version,
    s.token,
    s.counts
);
