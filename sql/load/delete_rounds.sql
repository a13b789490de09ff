-- Removes the rows of revision_rounds whose article revision is written anew.
delete from revision_rounds
where
    exists (
        select 1
        from staged_articles as a
        where a.article_id = revision_rounds.article_id and a.revision = revision_rounds.revision
    );
