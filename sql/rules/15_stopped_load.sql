-- One row is the last run, if it was stopped.
--
-- Title: The last load was stopped
-- Why: A critical expectation over the whole batch was not met, or too many rows were refused: what people read is
-- that of the run before.
-- Do: Read the notes of the failed expectations (trucewatch status, the page of the run), mend the cause, then run
-- trucewatch monitor again: it takes everything up. Where too many rows are refused and the cause lies in what is
-- stored, acknowledge this: the next run sets those rows aside and loads the rest.
-- Threshold: none may; the figure counts stopped runs since the last one that loaded.
with last_loaded as (
    select coalesce(max(token), 0) as token
    from runs
    where not stopped
)

select
    'load' as subject,
    'critical' as severity,
    arg_max(r.stop_reason, r.token) as detail,
    count(*) as figure,
    0 as threshold
from runs as r
inner join last_loaded as l on r.token > l.token
where r.stopped
having count(*) > 0;
