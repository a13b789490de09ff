-- Removes the rows of revision_statements whose article revision is corrected anew.
delete from revision_statements
where
    exists (
        select 1
        from staged_uncorrected as u
        where u.article_id = revision_statements.article_id and u.revision = revision_statements.revision
    );
