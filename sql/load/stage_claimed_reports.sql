-- One row is what one article tells of one key in one set of details, with the claim that it belongs to. A claim begins
-- with its first report and takes what follows within 72 hours of that; what comes later begins the next one. Its id is
-- made of its first report, which later ones leave as it is.
create or replace temp table claimed_reports as
with recursive raised as materialized (
    select
        d.claim_key,
        d.article_id,
        d.detail,
        d.reported_at,
        f.claimed
    from claimed_details as d
    inner join claimed_chapters as c
        on d.claim_key = c.claim_key and d.told = c.told and d.reported_at = c.reported_at
    inner join claimed_fuller as f
        on c.claim_key = f.claim_key and c.told = f.told and c.first_at = f.first_at
),

times as (
    select distinct
        claim_key,
        claimed,
        reported_at
    from raised
),

numbered as materialized (
    select
        *,
        row_number() over (order by claim_key, claimed, reported_at) as place
    from times
),

followed as materialized (
    select
        *,
        min(place) over (
            partition by claim_key, claimed
            order by reported_at
            range between interval '72 hours 1 microsecond' following and unbounded following
        ) as next_place
    from numbered
),

firsts as (
    select min(place) as place
    from numbered
    group by claim_key, claimed
    union all
    select n.next_place as place
    from firsts as f
    inner join followed as n on f.place = n.place
    where n.next_place is not null
),

begun as (
    select
        n.claim_key,
        n.claimed,
        n.reported_at,
        max(if(f.place is null, null, n.reported_at)) over (
            partition by n.claim_key, n.claimed
            order by n.reported_at
        ) as first_at
    from numbered as n
    left join firsts as f on n.place = f.place
)

select
    r.claim_key,
    r.article_id,
    r.detail,
    first_value(
        left(sha256(concat_ws(chr(31), r.claim_key, r.article_id, array_to_string(r.detail, chr(31)))), 32)
    ) over (
        partition by r.claim_key, r.claimed, b.first_at
        order by r.reported_at, r.article_id, r.detail
    ) as claim_id
from raised as r
inner join begun as b on r.claim_key = b.claim_key and r.claimed = b.claimed and r.reported_at = b.reported_at;
