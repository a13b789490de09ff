-- Removes the rows of revision_framing whose article revision is written anew.
delete from revision_framing
where
    exists (
        select 1
        from staged_articles as a
        where a.article_id = revision_framing.article_id and a.revision = revision_framing.revision
    );
