-- One row is one correction that the last load knew, and whether it stands.
select
    c.correction_id,
    c.state
from corrections_now as c
order by c.corrected_at, c.correction_id
