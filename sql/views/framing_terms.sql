-- One row is one concept that the current revision of an article words as one side does: how often, how often in words
-- that the outlet says itself (`said`), and how often in words that it quotes.
create view framing_terms as
select
    a.day_on,
    a.published_at,
    a.publisher_id,
    a.source_id,
    a.language,
    a.relevance,
    f.article_id,
    f.revision,
    f.concept,
    f.side,
    count(*) as terms,
    count(*) filter (where not f.quoted) as said,
    count(*) filter (where f.quoted) as quoted,
    list_sort(list_distinct(list(f.surface))) as surfaces,
    a.title,
    a.url
from revision_framing as f
inner join articles as a on f.article_id = a.article_id and f.revision = a.revision
group by all;
