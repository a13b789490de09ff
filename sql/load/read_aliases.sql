-- One row is one article id that leads to another.
select
    alias_id,
    article_id
from article_alias
order by alias_id;
