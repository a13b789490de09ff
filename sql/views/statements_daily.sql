-- One row is one day and what one speaker did by speaking (type, facet, target, denied or not), in articles about the
-- talks: how many statements, in how many articles. `quotes` are those in the speaker's own words. Of what other
-- articles copy, `originals` counts the first. Places and amounts: statement_places_daily, statement_amounts_daily.
create view statements_daily as
select
    s.day_on,
    s.speaker,
    s.speaker_name,
    s.type,
    s.facet,
    s.target,
    s.negated,
    count(*) as statements,
    count(*) filter (where s.is_quote) as quotes,
    count(distinct s.article_id) as articles,
    count(distinct s.article_id) filter (where t.place = 1) as originals
from statements as s
inner join talks_stories as t on s.article_id = t.article_id
group by s.day_on, s.speaker, s.speaker_name, s.type, s.facet, s.target, s.negated;
