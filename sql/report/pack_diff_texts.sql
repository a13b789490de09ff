-- One row is one of the articles asked for, with its text and what the tagger found in it, in reading order: of one
-- that was corrected, what had been found before.
select
    articles.article_id,
    articles.publisher_id,
    articles.title,
    articles.text,
    articles.language,
    articles.published_at,
    coalesce(u.relevance, articles.relevance) as relevance,
    coalesce(u.mentions, (
        select
            list({
                'zone': m.zone,
                'start': m.start,
                'end': m.end,
                'surface': m.surface,
                'kind': m.kind,
                'actor': m.actor
            } order by m.position)
        from revision_mentions as m
        where m.article_id = articles.article_id and m.revision = articles.revision
    )) as mentions,
    coalesce(u.statements, (
        select
            list({
                'zone': s.zone,
                'start': s.start,
                'end': s."end",
                'is_quote': s.is_quote,
                'speaker': s.speaker,
                'type': s.type,
                'facet': s.facet,
                'target': s.target,
                'negated': s.negated
            } order by s.position)
        from revision_statements as s
        where s.article_id = articles.article_id and s.revision = articles.revision
    )) as statements
from articles
left join uncorrected_revisions as u on articles.article_id = u.article_id and articles.revision = u.revision
where articles.article_id in (select unnest(cast($articles as varchar[])))
order by articles.article_id asc
