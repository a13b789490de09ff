-- Leaves out the article revisions that validation refused; their children find no parent and stay out with them.
delete from staged_articles
where
    concat_ws('/', article_id, revision) in (
        select r.refused_key
        from staged_refusals as r
        where r.subject = 'article_revisions'
    );
