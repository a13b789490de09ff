-- One row is one source that reported a claim of a touched key. Its rank is one more than the sources that had surely
-- reported it before this one can have; it ties with those of its rank that may have done so at the same time.
insert into first_reports (
    claim_id,
    rank,
    source,
    article_id,
    revision,
    published_at,
    precision,
    absent_at,
    seen_at,
    credited_to,
    tie
)
with earliest as (
    select *
    from claimed
    qualify
        row_number() over (
            partition by claim_id, source_id
            order by reported_at, ends_at, article_id, revision, position
        ) = 1
),

ranked as (
    select
        e.claim_id,
        e.source_id,
        1 + count(o.source_id) as rank
    from earliest as e
    left join earliest as o on e.claim_id = o.claim_id and e.begins_at >= o.ends_at
    group by e.claim_id, e.source_id
),

timed as (
    select
        r.rank,
        e.*
    from earliest as e
    inner join ranked as r on e.claim_id = r.claim_id and e.source_id = r.source_id
),

tied as (
    select distinct
        t.claim_id,
        t.source_id
    from timed as t
    inner join timed as o on t.claim_id = o.claim_id and t.rank = o.rank and t.source_id <> o.source_id
    where
        (t.begins_at is null or t.begins_at < o.ends_at)
        and (o.begins_at is null or o.begins_at < t.ends_at)
),

credited as (
    select
        t.claim_id,
        t.source_id,
        list_sort(list_distinct(list(c.name))) as outlets
    from timed as t
    inner join revision_credits as c on t.article_id = c.article_id and t.revision = c.revision
    where c.publisher_id is distinct from t.publisher_id
    group by t.claim_id, t.source_id
)

select
    t.claim_id,
    t.rank,
    t.source_id,
    t.article_id,
    t.revision,
    t.published_at,
    t.published_precision,
    t.absent_at,
    t.seen_at,
    coalesce(c.outlets, []) as credited_to,
    tied.source_id is not null as tie
from timed as t
left join tied on t.claim_id = tied.claim_id and t.source_id = tied.source_id
left join credited as c on t.claim_id = c.claim_id and t.source_id = c.source_id;
