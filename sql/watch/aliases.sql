-- One row is one id that stood for an article before it was found to be the same as another.
select
    alias_id,
    article_id
from article_alias
where article_id in (select unnest(cast($ids as varchar[])));
