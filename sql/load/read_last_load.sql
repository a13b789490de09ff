-- One row is the run that was loaded last, by its token.
select
    run,
    token,
    planned_at
from runs
where token = (select max(r.token) from runs as r);
