-- One row is one claim of a touched key.
insert into claims (
    claim_id,
    claim_key,
    speaker,
    speaker_name,
    type,
    facet,
    target,
    negated,
    places,
    amounts,
    first_at,
    last_at,
    reports,
    publishers,
    languages
)
with fullest as (
    select *
    from claimed
    qualify
        row_number() over (
            partition by claim_id
            order by len(detail) desc, reported_at asc, article_id asc, revision asc, position asc
        ) = 1
),

articles as (
    select
        claim_id,
        article_id,
        min(reported_at) as reported_at
    from claimed
    group by claim_id, article_id
),

spans as (
    select
        claim_id,
        min(reported_at) as first_at,
        max(reported_at) as last_at
    from articles
    group by claim_id
),

counts as (
    select
        claim_id,
        min(speaker_name) as speaker_name,
        count(distinct article_id) as reports,
        count(distinct publisher_id) as publishers,
        list_sort(list_distinct(list(language))) as languages
    from claimed
    group by claim_id
)

select
    f.claim_id,
    f.claim_key,
    f.speaker,
    c.speaker_name,
    f.type,
    f.facet,
    f.target,
    f.negated,
    f.places,
    f.amounts,
    s.first_at,
    s.last_at,
    c.reports,
    c.publishers,
    c.languages
from fullest as f
inner join spans as s on f.claim_id = s.claim_id
inner join counts as c on f.claim_id = c.claim_id;
