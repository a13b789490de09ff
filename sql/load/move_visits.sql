-- One row is a look at a page that goes to the article that its id leads to.
update article_visits
set article_id = a.article_id
from article_alias as a
where a.alias_id = article_visits.article_id;
