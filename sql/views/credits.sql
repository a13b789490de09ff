-- One row is one place in the current revision of an article where the text credits an outlet: one of the pack
-- (`outlet`), or another by its name as written. `is_self`: it is the article's own publisher.
create view credits as
select
    c.article_id,
    c.revision,
    a.day_on,
    a.published_at,
    a.publisher_id,
    c.outlet,
    c.name,
    c.publisher_id as credited_publisher_id,
    c.zone,
    c.start,
    c.end,
    c.surface,
    coalesce(c.publisher_id = a.publisher_id, false) as is_self,
    c.rule
from revision_credits as c
inner join articles as a on c.article_id = a.article_id and c.revision = a.revision;
