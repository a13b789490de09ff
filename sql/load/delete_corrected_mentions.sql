-- Removes the rows of revision_mentions whose article revision is corrected anew.
delete from revision_mentions
where
    exists (
        select 1
        from staged_uncorrected as u
        where u.article_id = revision_mentions.article_id and u.revision = revision_mentions.revision
    );
