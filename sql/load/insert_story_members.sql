-- One row is one article of a story that has more than one.
insert into story_members (
    story_id,
    article_id,
    place,
    relation,
    from_article_id,
    held,
    holds
)
select
    story_id,
    article_id,
    place,
    relation,
    from_article_id,
    held,
    holds
from read_parquet($files);
