-- One row is one article of another outlet that still holds a text which an agency killed.
select
    killed_copies.article_id,
    killed_copies.publisher_id,
    killed_copies.url,
    killed_copies.title,
    killed_copies.killed_at,
    killed_copies.note
from killed_copies
order by killed_copies.killed_at desc, killed_copies.article_id asc
