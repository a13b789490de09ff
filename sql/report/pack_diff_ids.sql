-- One row is one article that was not killed, published since a day and tagged with one version of the pack (any where
-- the text is empty), newest first.
select
    articles.article_id,
    articles.pack_version
from articles
where
    coalesce(articles.published_at, articles.first_seen_at) >= $since
    and ($pack_version = '' or articles.pack_version = $pack_version)
order by coalesce(articles.published_at, articles.first_seen_at) desc, articles.article_id asc
