-- One row is one demand about withdrawal and one place that it names: who demanded it, of whom, in which article.
-- Change the type or the facet to ask for other kinds of statement; `role` says what the demand does with the place,
-- null where the tagger does not know.
select
    s.day_on,
    s.speaker_name,
    s.target,
    p.entry.place,
    p.entry.role,
    s.content,
    s.publisher_id,
    s.url
from statements as s
cross join unnest(s.places) as p (entry)
where s.type = 'demand' and s.facet = 'territorial_withdrawal' and not s.negated
order by s.day_on desc, s.speaker_name asc, p.entry.place asc;
