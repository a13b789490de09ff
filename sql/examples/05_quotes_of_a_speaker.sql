-- One row is one direct quote of one speaker, the newest first. Put the actor's id in the place of the one below;
-- `select actor_id, name from actors` lists them.
select
    s.published_at,
    s.publisher_id,
    s.content,
    s.title,
    s.url
from statements as s
where s.is_quote and s.speaker = (select min(a.actor_id) from actors as a)
order by s.published_at desc;
