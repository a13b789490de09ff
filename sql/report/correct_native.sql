-- One row is one id that an item gave its article, before it was found to be one with others: named by itself, its
-- beginning, or an address.
select distinct coalesce(native_article_id, article_id) as article_id
from article_revisions
where
    url = $article
    or canonical_url = $article
    or starts_with(coalesce(native_article_id, article_id), $article)
order by article_id
