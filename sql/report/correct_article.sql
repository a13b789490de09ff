-- One row is one stored revision of an article named by its id, the beginning of it, an id that leads to it, or its
-- address, and where it is tagged; the current one first.
with named as (
    select article_id
    from article_revisions
    where url = $article or canonical_url = $article or starts_with(article_id, $article)
    union
    select article_id
    from article_alias
    where starts_with(alias_id, $article)
)

select
    r.article_id,
    r.revision,
    r.publisher_id,
    r.title,
    r.text,
    r.relevance,
    h.current_revision = r.revision as is_current,
    (
        select
            list(
                {
                    'zone': m.zone,
                    'start': m.start,
                    'end': m."end"
                }
                order by m.position
            )
        from revision_mentions as m
        where m.article_id = r.article_id and m.revision = r.revision
    ) as mentions,
    (
        select
            list(
                {
                    'zone': s.zone,
                    'start': s.start,
                    'end': s."end"
                }
                order by s.position
            )
        from revision_statements as s
        where s.article_id = r.article_id and s.revision = r.revision
    ) as statements
from article_revisions as r
inner join article_heads as h on r.article_id = h.article_id
where not h.killed and r.article_id in (select n.article_id from named as n)
order by r.article_id asc, is_current desc, r.observed_at desc, r.revision asc
