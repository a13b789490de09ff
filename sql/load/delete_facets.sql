-- Removes the rows of revision_facets whose article revision is written anew.
delete from revision_facets
where
    exists (
        select 1
        from staged_articles as a
        where a.article_id = revision_facets.article_id and a.revision = revision_facets.revision
    );
