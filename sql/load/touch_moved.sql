-- One row is one article whose head must be computed anew because rows came to it or went.
insert into touched_articles
with moved as (
    select article_id
    from moved_revisions
    union
    select goes_to as article_id
    from moved_revisions
    union
    select a.article_id
    from article_alias as a
    inner join touched_articles as t on a.alias_id = t.article_id
)

select m.article_id
from moved as m
where m.article_id not in (select t.article_id from touched_articles as t);
