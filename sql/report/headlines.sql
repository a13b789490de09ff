-- One row is one article: the one with the strongest evidence for each relevance label.
select
    articles.relevance as label,
    articles.language,
    articles.publisher_id as outlet,
    articles.title
from articles
qualify
    row_number() over (
        partition by articles.relevance
        order by articles.relevance_score desc, articles.article_id asc
    ) = 1
order by articles.relevance desc
