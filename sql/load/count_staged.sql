-- One row is the number of rows in stage files of one type.
select count(*) as staged
from read_parquet($files);
