-- Removes the looks that are written anew, and those that turned out to show no article: a wall, an empty page.
delete from article_visits
where
    fetch_id in (select v.fetch_id from staged_visits as v)
    or fetch_id in (
        select d.fetch_id
        from staged_documents as d
        where
            d.kind = 'page'
            and d.outcome = 'quarantined'
            and d.reason in ('soft_block', 'reserved', 'extract_empty', 'too_large')
    );
