-- One row is one row whose parent is missing, or is another observation than the one its article revision came from.
select
    'revision_mentions' as table_name,
    c.article_id,
    c.revision,
    c.item_id,
    c.item_revision
from revision_mentions as c
left join article_revisions as r
    on
        c.article_id = r.article_id
        and c.revision = r.revision
        and c.item_id = r.item_id
        and c.item_revision = r.item_revision
where r.article_id is null
union all
select
    'revision_statements' as table_name,
    c.article_id,
    c.revision,
    c.item_id,
    c.item_revision
from revision_statements as c
left join article_revisions as r
    on
        c.article_id = r.article_id
        and c.revision = r.revision
        and c.item_id = r.item_id
        and c.item_revision = r.item_revision
where r.article_id is null
union all
select
    'revision_facets' as table_name,
    c.article_id,
    c.revision,
    c.item_id,
    c.item_revision
from revision_facets as c
left join article_revisions as r
    on
        c.article_id = r.article_id
        and c.revision = r.revision
        and c.item_id = r.item_id
        and c.item_revision = r.item_revision
where r.article_id is null
union all
select
    'revision_framing' as table_name,
    c.article_id,
    c.revision,
    c.item_id,
    c.item_revision
from revision_framing as c
left join article_revisions as r
    on
        c.article_id = r.article_id
        and c.revision = r.revision
        and c.item_id = r.item_id
        and c.item_revision = r.item_revision
where r.article_id is null
union all
select
    'revision_credits' as table_name,
    c.article_id,
    c.revision,
    c.item_id,
    c.item_revision
from revision_credits as c
left join article_revisions as r
    on
        c.article_id = r.article_id
        and c.revision = r.revision
        and c.item_id = r.item_id
        and c.item_revision = r.item_revision
where r.article_id is null
union all
select
    'revision_rounds' as table_name,
    c.article_id,
    c.revision,
    c.item_id,
    c.item_revision
from revision_rounds as c
left join article_revisions as r
    on
        c.article_id = r.article_id
        and c.revision = r.revision
        and c.item_id = r.item_id
        and c.item_revision = r.item_revision
where r.article_id is null
union all
select
    'article_visits' as table_name,
    c.article_id,
    c.revision,
    c.item_id,
    c.item_revision
from article_visits as c
left join article_revisions as r on c.article_id = r.article_id and c.revision = r.revision
where r.article_id is null and c.revision is not null
union all
select
    'article_heads' as table_name,
    c.article_id,
    c.current_revision as revision,
    null as item_id,
    null as item_revision
from article_heads as c
left join article_revisions as r on c.article_id = r.article_id and c.current_revision = r.revision
where r.article_id is null and not c.killed
union all
select
    'article_revisions' as table_name,
    c.article_id,
    c.revision,
    c.item_id,
    c.item_revision
from article_revisions as c
left join article_heads as h on c.article_id = h.article_id
where h.article_id is null
union all
select
    'claim_reports' as table_name,
    c.article_id,
    c.revision,
    null as item_id,
    null as item_revision
from claim_reports as c
left join revision_statements as s
    on c.article_id = s.article_id and c.revision = s.revision and c.position = s.position
where s.article_id is null
union all
select
    'first_reports' as table_name,
    f.article_id,
    f.revision,
    null as item_id,
    null as item_revision
from first_reports as f
left join claim_reports as c
    on f.claim_id = c.claim_id and f.article_id = c.article_id and f.revision = c.revision
where c.claim_id is null;
