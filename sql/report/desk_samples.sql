-- One row is something that a key of a failing row begins with: an article, an item or a document, with its title or
-- address and where it lies; a file of a wire with its source, for its name may tell what its agency holds back.
-- `what` says which; an article is one that is held now.
with wanted as (
    select distinct unnest(cast($ids as varchar[])) as id
)

select
    'article' as what,
    w.id,
    r.title,
    r.article_id as named,
    r.source_id,
    null as fetch_id
from wanted as w
inner join article_heads as h on w.id = h.article_id and not h.killed
inner join article_revisions as r on h.article_id = r.article_id and h.current_revision = r.revision
union all
select
    'item' as what,
    w.id,
    coalesce(s.title, s.url) as title,
    s.item_id || '/' || s.item_revision as named,
    s.source_id,
    coalesce(s.page_fetch_id, s.fetch_id) as fetch_id
from wanted as w
inner join sightings as s on w.id = s.article_id or w.id = s.item_id
union all
select
    'document' as what,
    w.id,
    if(d.kind = 'wire', d.source_id, d.url) as title,
    d.fetch_id as named,
    d.source_id,
    d.fetch_id
from wanted as w
inner join documents as d on w.id = d.fetch_id
order by what asc, id asc, named asc
