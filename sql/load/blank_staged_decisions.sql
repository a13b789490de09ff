-- Takes what people wrote about killed and hidden articles out before it reaches the file; that they decided remains.
update staged_decisions
set why = ''
where
    why <> ''
    and (
        article_id in (
            select t.article_id
            from tombstones as t
            where t.article_id is not null
            union
            select h.article_id
            from hidden_articles as h
            union
            select a.alias_id
            from article_alias as a
            inner join hidden_articles as h on a.article_id = h.article_id
        )
        or (kind = 'item' and id in (select k.item_id from killed_items as k))
        or (kind = 'document' and id in (select k.fetch_id from killed_pages as k))
    );
