-- One row is one day and one round of talks that articles of that day are about, or that took place on it (`is_on`),
-- with what they say; the row without a round is of the articles about the talks that are about no round. A claim is
-- new on the day of the report that had it first, for each round that this is about; of a tie, of the first by its id.
create view timeline as
with about as (
    select
        t.day_on,
        r.round,
        t.article_id,
        t.place
    from talks_stories as t
    left join revision_rounds as r
        on t.article_id = r.article_id and t.revision = r.revision and r.aspect = 'subject'
),

said as (
    select
        article_id,
        count(*) as statements
    from statements
    group by article_id
),

begun as (
    select
        article_id,
        revision
    from first_reports
    where rank = 1
    qualify row_number() over (partition by claim_id order by article_id) = 1
),

counts as (
    select
        a.day_on,
        a.round,
        1 as articles,
        cast(a.place = 1 as integer) as originals,
        coalesce(said.statements, 0) as statements,
        0 as new_claims
    from about as a
    left join said on a.article_id = said.article_id
    union all
    select
        v.day_on,
        r.round,
        0 as articles,
        0 as originals,
        0 as statements,
        1 as new_claims
    from begun as b
    inner join article_revisions as v on b.article_id = v.article_id and b.revision = v.revision
    left join revision_rounds as r
        on b.article_id = r.article_id and b.revision = r.revision and r.aspect = 'subject'
    where v.relevance = 'talks'
),

counted as (
    select
        day_on,
        round,
        cast(sum(articles) as bigint) as articles,
        cast(sum(originals) as bigint) as originals,
        cast(sum(statements) as bigint) as statements,
        cast(sum(new_claims) as bigint) as new_claims
    from counts
    group by day_on, round
),

held as (
    select
        min(day_on) as first_on,
        max(day_on) as last_on
    from counted
),

rounds_on as (
    select
        rounds.round_id as round,
        cast(unnest(generate_series(
            greatest(rounds.from_on, held.first_on), least(rounds.to_on, held.last_on), interval 1 day
        )) as date) as day_on
    from rounds
    cross join held
)

select
    coalesce(c.day_on, o.day_on) as day_on,
    coalesce(c.round, o.round) as round,
    r.name,
    o.round is not null as is_on,
    coalesce(c.articles, 0) as articles,
    coalesce(c.originals, 0) as originals,
    coalesce(c.statements, 0) as statements,
    coalesce(c.new_claims, 0) as new_claims
from counted as c
full outer join rounds_on as o on c.day_on = o.day_on and c.round = o.round
left join rounds as r on coalesce(c.round, o.round) = r.round_id;
