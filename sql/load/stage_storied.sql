-- One row is one article whose story is computed anew: its id after those that came together did.
create or replace temp table storied_articles as
select article_id
from memory_articles
union
select a.article_id
from article_alias as a
inner join memory_articles as m on a.alias_id = m.article_id
union
select article_id
from touched_articles;
