-- Leaves out the looks that showed a revision which validation refused.
delete from staged_visits
where
    concat_ws('/', article_id, revision) in (
        select r.refused_key
        from staged_refusals as r
        where r.subject = 'article_revisions'
    );
