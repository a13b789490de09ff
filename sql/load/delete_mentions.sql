-- Removes the rows of revision_mentions whose article revision is written anew.
delete from revision_mentions
where
    exists (
        select 1
        from staged_articles as a
        where a.article_id = revision_mentions.article_id and a.revision = revision_mentions.revision
    );
