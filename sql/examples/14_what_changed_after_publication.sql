-- One row is one change of an article about the talks after it was published: of its title, of what somebody is said
-- to have said, of a number or of a place, the newest first. 06_revisions_of_an_article.sql has every step of each
-- article.
select
    n.changed_at,
    n.publisher_id,
    n.earlier_title,
    n.title,
    n.statements_in,
    n.statements_out,
    n.amounts_in,
    n.amounts_out,
    n.places_in,
    n.places_out,
    n.article_id,
    n.step,
    n.url
from notable_revisions as n
where n.relevance <> 'no'
order by n.changed_at desc, n.article_id asc, n.step asc;
