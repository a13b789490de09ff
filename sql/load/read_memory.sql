-- One row is one revision of one article whose identity or story this load may change.
select
    coalesce(r.native_article_id, r.article_id) as native_article_id,
    r.revision,
    r.publisher_id,
    coalesce(r.identified_by, 'url') as identified_by,
    coalesce(r.other_ids, cast([] as varchar[])) as other_ids,
    coalesce(s.kind = 'wire', false) as is_wire,
    coalesce(r.published_at, r.observed_at) as appeared_at,
    r.text_depth,
    r.title,
    r.text
from article_revisions as r
inner join memory_articles as m on r.article_id = m.article_id
left join sources as s on r.source_id = s.source_id
order by native_article_id, r.revision;
