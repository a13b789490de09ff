-- Leaves out what is stored already from an earlier observation; an equal one is refreshed.
delete from staged_articles
where
    exists (
        select 1
        from article_revisions as t
        where
            t.article_id = staged_articles.article_id
            and t.revision = staged_articles.revision
            and (t.observed_at, t.source_id, t.item_id, t.item_revision)
            < (
                staged_articles.observed_at,
                staged_articles.source_id,
                staged_articles.item_id,
                staged_articles.item_revision
            )
    );
