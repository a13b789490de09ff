-- Removes the rows of revision_credits whose article revision is written anew.
delete from revision_credits
where
    exists (
        select 1
        from staged_articles as a
        where a.article_id = revision_credits.article_id and a.revision = revision_credits.revision
    );
