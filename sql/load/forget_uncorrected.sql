-- Removes what the tagger had said of revisions that are gone, or that this load has written anew.
delete from uncorrected_revisions
where
    not exists (
        select 1
        from article_revisions as r
        where
            r.revision = uncorrected_revisions.revision
            and r.item_id = uncorrected_revisions.item_id
            and r.item_revision = uncorrected_revisions.item_revision
            and r.native_article_id is not distinct from uncorrected_revisions.native_article_id
    )
    or exists (
        select 1
        from staged_articles as a
        where
            a.revision = uncorrected_revisions.revision
            and a.item_id = uncorrected_revisions.item_id
            and a.item_revision = uncorrected_revisions.item_revision
            and a.native_article_id is not distinct from uncorrected_revisions.native_article_id
    );
