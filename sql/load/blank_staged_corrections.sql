-- Takes what people wrote about killed and hidden articles out before it reaches the file; that they corrected remains.
update staged_corrections
set
    why = '',
    undone_why = if(undone_why is null, null, '')
from (
    with hidden as (
        select t.article_id
        from tombstones as t
        where t.article_id is not null
        union
        select h.article_id
        from hidden_articles as h
    )

    select h.article_id
    from hidden as h
    union
    select a.alias_id as article_id
    from article_alias as a
    inner join hidden as h on a.article_id = h.article_id
) as unseen
where unseen.article_id in (staged_corrections.article_id, staged_corrections.other_article_id);
