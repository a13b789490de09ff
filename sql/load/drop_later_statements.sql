-- Removes the rows of revisions that another observation had earlier, now that both are of one article.
delete from revision_statements
where
    exists (
        select 1
        from moved_revisions as m
        where
            m.is_later
            and m.article_id = revision_statements.article_id
            and m.revision = revision_statements.revision
            and m.item_id = revision_statements.item_id
            and m.item_revision = revision_statements.item_revision
    );
