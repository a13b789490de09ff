-- One row is one article id that leads to another.
select
    alias_id,
    article_id,
    rule
from article_alias
order by alias_id;
