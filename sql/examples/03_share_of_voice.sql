-- One row is one day and actor among the five most present of that day, with its share of the articles.
select
    v.day_on,
    v.name,
    v.articles,
    round(100 * v.article_share, 1) as percent_of_articles
from share_of_voice_daily as v
qualify row_number() over (partition by v.day_on order by v.articles desc, v.mentions desc, v.actor asc) <= 5
order by v.day_on desc, v.articles desc, v.name asc;
