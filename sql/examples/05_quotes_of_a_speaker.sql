-- One row is one direct quote of one speaker, the newest first: of whoever is quoted most. Put an actor's id in the
-- place of the first query; `select actor_id, name from actors` lists them.
with asked as (
    select s.speaker
    from statements as s
    where s.is_quote and s.speaker is not null
    group by s.speaker
    order by count(*) desc, s.speaker asc
    limit 1
)

select
    s.published_at,
    s.publisher_id,
    s.speaker,
    s.content,
    s.title,
    s.url
from statements as s
inner join asked on s.speaker = asked.speaker
where s.is_quote
order by s.published_at desc, s.article_id asc, s.position asc;
