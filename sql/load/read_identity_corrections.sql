-- One row is two article ids of which a person said that they are one article, or that they are not; the latest word.
select
    article_id,
    other_article_id,
    same
from corrections
where kind = 'identity' and undone_at is null and article_id is not null and other_article_id is not null
qualify
    row_number() over (
        partition by least(article_id, other_article_id), greatest(article_id, other_article_id)
        order by corrected_at desc, correction_id desc
    ) = 1
order by article_id, other_article_id;
