-- One row is one source and how it framed the round of talks that most articles are about: put two side by side. Name
-- another round in the place of the first query, and two sources by `and f.source in (…)` at the end.
with asked as (
    select r.round
    from revision_rounds as r
    where r.aspect = 'subject'
    group by r.round
    order by count(distinct r.article_id) desc, r.round asc
    limit 1
)

select
    f.round,
    f.source,
    f.articles,
    f.originals,
    f.first_headline_actor,
    f.statements_by_side,
    f.facet_shares,
    f.framing_terms,
    len(f.claims_only_here) as claims_only_here
from framing as f
inner join asked on f.round = asked.round
order by f.articles desc, f.source asc;
