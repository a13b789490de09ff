-- One row is one correction by an analyst that is about an article, the earliest first.
select
    c.correction_id,
    c.kind,
    c.state,
    c.field_values,
    c.who,
    c.why,
    c.corrected_at
from corrections_now as c
left join article_alias as a on c.article_id = a.alias_id
where coalesce(a.article_id, c.article_id) = $article
order by c.corrected_at asc, c.correction_id asc
