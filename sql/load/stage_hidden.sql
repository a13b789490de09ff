-- One row is one story of which nothing may be seen for now: its newest version is withheld.
create or replace temp table hidden_articles as
select distinct article_id
from read_parquet($files);
