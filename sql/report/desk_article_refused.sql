-- One row is one thing that a stage refused of the given article: itself, or a mention, a statement or another child.
select
    run,
    stage,
    subject,
    key,
    reason,
    detail
from rejected_rows
where article_id = $article
order by run desc, stage asc, subject asc, key asc
limit 50
