-- One row is what one article tells of one key in one set of details. What it says with less detail, as a headline
-- does, stands for what it says more fully (`told`), if the fuller ones do not differ in what they add.
create or replace temp table claimed_details as
with reports as (
    select
        s.claim_key,
        s.article_id,
        s.detail,
        min(t.reported_at) as reported_at
    from claimed_statements as s
    inner join claimed_times as t on s.article_id = t.article_id and s.revision = t.revision
    group by s.claim_key, s.article_id, s.detail
),

fuller as (
    select
        r.claim_key,
        r.article_id,
        r.detail,
        arg_max(f.detail, len(f.detail)) as fullest,
        len(list_distinct(flatten(list(f.detail)))) as told
    from reports as r
    inner join reports as f on r.claim_key = f.claim_key and r.article_id = f.article_id
    where len(f.detail) > len(r.detail) and list_has_all(f.detail, r.detail)
    group by r.claim_key, r.article_id, r.detail
)

select
    r.claim_key,
    r.article_id,
    r.detail,
    r.reported_at,
    if(len(f.fullest) = f.told, f.fullest, r.detail) as told
from reports as r
left join fuller as f on r.claim_key = f.claim_key and r.article_id = f.article_id and r.detail = f.detail;
