-- One row is one thing that a step of an article's history added, removed or changed, besides title and text.
select
    c.step,
    c.kind,
    c.change,
    c.what,
    c.count_before,
    c.count_after
from revision_changes as c
where c.article_id = $article and c.kind not in ('title', 'text')
order by c.step asc, c.kind asc, c.change asc, c.what asc
