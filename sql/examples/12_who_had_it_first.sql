-- One row is one source that reported who offered or agreed to an exchange of 1,000 prisoners for 1,000, the first ones
-- first: where `tie` is true nobody can say who of that rank was. Put another facet and number in the place of these.
select
    c.speaker_name,
    c.type,
    c.first_at,
    f.rank,
    f.tie,
    f.source,
    f.published_at,
    f.precision,
    f.absent_at,
    f.seen_at,
    f.credited_to,
    c.claim_id
from claims as c
inner join first_reports as f on c.claim_id = f.claim_id
where
    c.facet = 'prisoner_exchange'
    and exists (
        select 1
        from unnest(c.amounts) as n (counted)
        where n.counted.value = 1000
    )
order by c.first_at asc, c.claim_id asc, f.rank asc, f.source asc;
