-- One row is the claim that may commit.
select
    token,
    run
from fence
where token = (select max(f.token) from fence as f);
