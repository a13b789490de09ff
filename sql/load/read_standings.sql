-- One row is one article id that a link names: what it was recognised by, and when the article appeared. An id of which
-- there is no row (an address that nothing came under) has neither.
with named as (
    select one_id as article_id
    from identity_links
    union
    select other_id as article_id
    from identity_links
    union
    select unnest([c.article_id, c.other_article_id]) as article_id
    from corrections as c
    where c.kind = 'identity' and c.article_id is not null and c.other_article_id is not null
)

select
    n.article_id,
    min(
        case r.identified_by
            when 'own' then 0
            when 'canonical' then 1
            when 'guid' then 1
            when 'url' then 2
        end
    ) as rank,
    min(coalesce(r.published_at, r.observed_at)) as appeared_at
from named as n
left join article_revisions as r on n.article_id = r.native_article_id
group by n.article_id
order by n.article_id;
