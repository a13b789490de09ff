-- One row is one expectation that the given run was held against, with how the 20 runs up to it ended there, the oldest
-- first.
with given as (
    select max(token) as last_token
    from runs
    where run = $run
),

recent as (
    select
        r.run,
        r.token
    from runs as r
    inner join given on r.token <= given.last_token
    order by r.token desc
    limit 20
)

select
    q.suite,
    q.expectation,
    q.kwargs,
    list(q.run order by recent.token) as runs,
    list(q.success order by recent.token) as successes,
    list(q.unexpected order by recent.token) as unexpected,
    list(q.evaluated order by recent.token) as evaluated
from quality_results as q
inner join recent on q.run = recent.run
group by q.suite, q.expectation, q.kwargs
order by q.suite, q.expectation, q.kwargs
