-- One row is the claim that may commit, where its run has not.
select f.run
from fence as f
where
    f.token = (select max(m.token) from fence as m)
    and f.token not in (select r.token from runs as r);
