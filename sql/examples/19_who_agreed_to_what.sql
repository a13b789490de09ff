-- One row is one day, one speaker and one part of the topic on which the speaker agreed, with how many articles say so.
-- Ask for demand, offer, reject or another type in the place of `agree`.
select
    s.day_on,
    s.speaker_name,
    s.facet,
    s.target,
    sum(s.statements) as statements,
    sum(s.articles) as articles,
    sum(s.originals) as originals
from statements_daily as s
where s.type = 'agree' and not s.negated and s.facet is not null and s.speaker is not null
group by s.day_on, s.speaker_name, s.facet, s.target
order by s.day_on desc, articles desc, s.speaker_name asc, s.facet asc, s.target asc;
