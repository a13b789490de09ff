-- Takes what people wrote about killed and hidden articles out before it reaches the file; that they decided remains.
update staged_decisions
set why = ''
where
    why <> ''
    and (
        article_id in (
            select k.id
            from killed_ids as k
            where k.kind = 'article'
            union
            select h.article_id
            from hidden_articles as h
            union
            select a.alias_id
            from article_alias as a
            inner join hidden_articles as h on a.article_id = h.article_id
        )
        or (kind, id) in (
            select
                k.kind,
                k.id
            from killed_ids as k
        )
    );
