-- One row is one claim and how it spread: which monitored sources had it first (several where nobody can say who of
-- them was), how many took it up, in which languages, on whose side these outlets are, and how many hours after the
-- first one the second and the fifth source had it. Hours are null where only the day of a report is known.
create view claim_pickup as
with reports as (
    select
        f.claim_id,
        f.source,
        f.rank,
        f.article_id,
        r.language,
        r.day_on,
        o.side,
        m.place,
        case
            when f.published_at is null then f.seen_at
            when f.precision <> 'day' then f.published_at
        end as appeared_at
    from first_reports as f
    inner join article_revisions as r on f.article_id = r.article_id and f.revision = r.revision
    left join story_members as m on f.article_id = m.article_id
    left join outlets_daily as o on f.source = o.source_id and r.day_on = o.day_on
),

spread as (
    select
        claim_id,
        list_sort(list(source) filter (where rank = 1)) as first_sources,
        count(*) as sources,
        count(*) filter (where coalesce(place, 1) = 1) as original_sources,
        list_sort(list_distinct(list(language))) as languages,
        list_sort(list_distinct(list(side) filter (where side is not null))) as sides,
        list_sort(list(appeared_at), 'asc', 'nulls first') as times
    from reports
    group by claim_id
)

select
    c.claim_id,
    c.speaker,
    c.speaker_name,
    c.type,
    c.facet,
    c.target,
    c.negated,
    c.first_at,
    s.first_sources,
    s.sources,
    s.original_sources,
    s.languages,
    s.sides,
    round(date_diff('minute', s.times[1], s.times[2]) / 60, 2) as hours_to_second,
    round(date_diff('minute', s.times[1], s.times[5]) / 60, 2) as hours_to_fifth
from claims as c
inner join spread as s on c.claim_id = s.claim_id;
