-- One row is one story that several outlets carry: who had it first, and who copied it.
select
    s.story_id,
    min(s.appeared_at) as first_at,
    arg_min(s.publisher_id, s.place) as first_publisher,
    arg_min(s.title, s.place) as title,
    max(s.copies) as copies,
    list(s.publisher_id order by s.place) filter (where s.place > 1) as copied_by
from stories as s
where s.copies > 1
group by s.story_id
order by copies desc, first_at asc;
