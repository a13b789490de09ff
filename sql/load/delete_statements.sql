-- Removes the rows of revision_statements whose article revision is written anew.
delete from revision_statements
where
    exists (
        select 1
        from staged_articles as a
        where a.article_id = revision_statements.article_id and a.revision = revision_statements.revision
    );
