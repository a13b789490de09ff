-- One row is one revision that is held of the given article, the earliest first.
select
    revision,
    observed_at,
    title,
    length(text)::integer as characters,
    text_depth
from article_revisions
where article_id = $article
order by observed_at asc, revision asc
limit 50
