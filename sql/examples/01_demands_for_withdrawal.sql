-- One row is one demand that somebody withdraw from a place: who demanded it, from where, in which article.
-- Change `demand` or the role to ask for other kinds of statement.
select
    s.day_on,
    s.speaker_name,
    p.entry.place,
    s.content,
    s.publisher_id,
    s.url
from statements as s
cross join unnest(s.places) as p (entry)
where s.type = 'demand' and p.entry.role = 'withdraw_from' and not s.negated
order by s.day_on desc, s.speaker_name asc, p.entry.place asc;
