-- One row is a claim that another file of the same warehouse has given out.
insert into fence (token, run, claimed_at)
select
    $token as token,
    $run as run,
    $claimed_at as claimed_at
where $token > (select coalesce(max(f.token), 0) from fence as f);
