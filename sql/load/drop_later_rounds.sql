-- Removes the rows of revisions that another observation had earlier, now that both are of one article.
delete from revision_rounds
where
    exists (
        select 1
        from moved_revisions as m
        where
            m.is_later
            and m.article_id = revision_rounds.article_id
            and m.revision = revision_rounds.revision
            and m.item_id = revision_rounds.item_id
            and m.item_revision = revision_rounds.item_revision
    );
