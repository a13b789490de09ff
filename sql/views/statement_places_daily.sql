-- One row is one day, speaker and type of statement, and one place that it names with what it does with it, in articles
-- about the talks. Of what other articles copy, `originals` counts the first.
create view statement_places_daily as
select
    p.day_on,
    p.speaker,
    p.speaker_name,
    p.type,
    p.facet,
    p.target,
    p.negated,
    p.place,
    p.role,
    count(distinct row(p.article_id, p.position)) as statements,
    count(distinct p.article_id) as articles,
    count(distinct p.article_id) filter (where t.place = 1) as originals
from statement_places as p
inner join talks_stories as t on p.article_id = t.article_id
group by p.day_on, p.speaker, p.speaker_name, p.type, p.facet, p.target, p.negated, p.place, p.role;
