-- One row is the claim of one run, with a token above all before it.
insert into fence (token, run, claimed_at)
select
    coalesce(max(token), 0) + 1 as token,
    $run as run,
    $claimed_at as claimed_at
from fence;
