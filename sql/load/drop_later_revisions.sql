-- Removes the rows of revisions that another observation had earlier, now that both are of one article.
delete from article_revisions
where
    exists (
        select 1
        from moved_revisions as m
        where
            m.is_later
            and m.article_id = article_revisions.article_id
            and m.revision = article_revisions.revision
            and m.item_id = article_revisions.item_id
            and m.item_revision = article_revisions.item_revision
    );
