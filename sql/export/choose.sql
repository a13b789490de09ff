-- Keeps, for this session, the articles that the filters of an export let through, each with whether its text may be
-- passed on: the licence of its source says so, and the source never stood on a list of sanctions. A filter that is not
-- set is null.
create temporary table chosen as
select
    a.article_id,
    a.revision,
    a.day_on,
    coalesce(s.redistributable and len(s.sanctions) = 0, false) as may_pass_on
from articles as a
left join sources as s on a.source_id = s.source_id
where
    (
        cast($sources as varchar[]) is null
        or list_contains($sources, a.source_id)
        or list_contains($sources, a.publisher_id)
    )
    and (cast($articles as varchar[]) is null or a.article_id in (select unnest(cast($articles as varchar[]))))
    and (cast($relevance as varchar[]) is null or list_contains($relevance, a.relevance))
    and (
        cast($actors as varchar[]) is null
        or exists (
            select 1
            from revision_mentions as m
            where m.article_id = a.article_id and m.revision = a.revision and list_contains($actors, m.actor)
        )
    )
    and (
        cast($facets as varchar[]) is null
        or exists (
            select 1
            from revision_facets as f
            where f.article_id = a.article_id and f.revision = a.revision and list_contains($facets, f.facet)
        )
    );
