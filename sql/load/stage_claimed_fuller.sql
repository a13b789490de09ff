-- One row is what was told of one key in one set of details within 72 hours, and the set that it stands for: it is of
-- the same claim as what was told more fully, if both together took no more than 72 hours, and if no two of the fuller
-- ones differ in what they add. Where they do nobody knows which was meant, and it stands for itself.
create or replace temp table claimed_fuller as
with chapters as (
    select
        claim_key,
        told,
        first_at,
        max(reported_at) as last_at,
        cast(floor(epoch(first_at) / (72 * 3600)) as bigint) as span
    from claimed_chapters
    group by claim_key, told, first_at
),

offered as (
    select
        claim_key,
        told,
        first_at,
        last_at,
        span,
        unnest(list_append(told, '')) as item
    from chapters
),

asking as (
    select
        claim_key,
        told,
        first_at,
        last_at,
        coalesce(told[1], '') as item,
        unnest([span - 1, span, span + 1]) as span
    from chapters
),

candidates as (
    select
        a.claim_key,
        a.told,
        a.first_at,
        arg_max(o.told, len(o.told)) as fullest,
        len(list_distinct(flatten(list(o.told)))) as held
    from asking as a
    inner join offered as o on a.claim_key = o.claim_key and a.span = o.span and a.item = o.item
    where
        len(o.told) > len(a.told)
        and greatest(a.last_at, o.last_at) <= least(a.first_at, o.first_at) + interval 72 hours
        and list_has_all(o.told, a.told)
    group by a.claim_key, a.told, a.first_at
)

select
    c.claim_key,
    c.told,
    c.first_at,
    if(len(f.fullest) = f.held, f.fullest, c.told) as claimed
from chapters as c
left join candidates as f on c.claim_key = f.claim_key and c.told = f.told and c.first_at = f.first_at;
