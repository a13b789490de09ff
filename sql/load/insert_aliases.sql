-- One row is one article id that leads to another.
insert into article_alias (
    alias_id,
    article_id,
    rule
)
select
    alias_id,
    article_id,
    rule
from read_parquet($files);
