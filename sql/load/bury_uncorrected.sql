-- Removes the rows of killed articles, and of those that are hidden.
delete from uncorrected_revisions
where
    article_id in (select t.article_id from tombstones as t)
    or article_id in (select h.article_id from hidden_articles as h);
