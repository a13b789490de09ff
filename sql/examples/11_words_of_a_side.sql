-- One row is one concept, as one outlet words it: whose words it uses itself, and whose it only quotes.
select
    publisher_id,
    concept,
    side,
    count(*) as articles,
    sum(said) as said,
    sum(quoted) as quoted
from framing_terms
where relevance <> 'no'
group by publisher_id, concept, side
order by concept asc, publisher_id asc, said desc, side asc;
