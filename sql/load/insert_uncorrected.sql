-- One row is one article revision that corrections apply to, with what the tagger said of it.
insert into uncorrected_revisions (
    article_id,
    revision,
    item_id,
    item_revision,
    native_article_id,
    relevance,
    relevance_evidence,
    mentions,
    statements
)
select
    u.article_id,
    u.revision,
    u.item_id,
    u.item_revision,
    u.native_article_id,
    u.relevance,
    u.relevance_evidence,
    u.mentions,
    u.statements
from staged_uncorrected as u
where
    exists (
        select 1
        from effective_corrections as e
        where e.article_id = u.article_id and e.revision = u.revision
    );
