-- One row is one time at which a key was told in one set of details, and when the first of these reports came that it
-- is at most 72 hours behind (`first_at`): what comes later begins anew.
create or replace temp table claimed_chapters as
with recursive times as (
    select distinct
        claim_key,
        told,
        reported_at
    from claimed_details
),

numbered as materialized (
    select
        *,
        row_number() over (order by claim_key, told, reported_at) as place
    from times
),

followed as materialized (
    select
        *,
        min(place) over (
            partition by claim_key, told
            order by reported_at
            range between interval '72 hours 1 microsecond' following and unbounded following
        ) as next_place
    from numbered
),

firsts as (
    select min(place) as place
    from numbered
    group by claim_key, told
    union all
    select n.next_place as place
    from firsts as f
    inner join followed as n on f.place = n.place
    where n.next_place is not null
),

begun as (
    select
        n.claim_key,
        n.told,
        n.reported_at,
        max(if(f.place is null, null, n.reported_at)) over (
            partition by n.claim_key, n.told
            order by n.reported_at
        ) as first_at
    from numbered as n
    left join firsts as f on n.place = f.place
)

select
    claim_key,
    told,
    reported_at,
    first_at
from begun;
