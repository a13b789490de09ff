-- One row is one day, speaker and type of statement, and one number that it names with its unit (as written) and whose
-- it is, in articles about the talks. Of what other articles copy, `originals` counts the first.
create view statement_amounts_daily as
select
    n.day_on,
    n.speaker,
    n.speaker_name,
    n.type,
    n.facet,
    n.target,
    n.negated,
    n.value,
    n.unit,
    n.side,
    count(distinct row(n.article_id, n.position)) as statements,
    count(distinct n.article_id) as articles,
    count(distinct n.article_id) filter (where t.place = 1) as originals
from statement_amounts as n
inner join talks_stories as t on n.article_id = t.article_id
group by n.day_on, n.speaker, n.speaker_name, n.type, n.facet, n.target, n.negated, n.value, n.unit, n.side;
