-- One row is one thing said in one of the day's articles about the talks, with the speaker's side on that day.
select
    statements.article_id,
    statements.position,
    statements.is_quote,
    statements.content,
    statements.language,
    statements.speaker,
    coalesce(speakers.name, statements.speaker_name) as speaker_name,
    sides_daily.side as speaker_side,
    coalesce(relays.name, statements.attributed_to) as attributed_to,
    statements.type,
    statements.facet,
    coalesce(targets.name, statements.target) as aimed_at,
    statements.negated,
    statements.publisher_id,
    coalesce(sources.publisher, statements.publisher_id) as publisher,
    statements.url,
    statements.published_at,
    articles.published_precision,
    articles.first_seen_at,
    statements.title,
    coalesce(
        len(sources.sanctions) = 0
        and (sources.redistributable or not contains(lower(coalesce(sources.rights, '')), 'reserved')),
        false
    ) as may_quote,
    coalesce(sources.redistributable and len(sources.sanctions) = 0, false) as may_pass_on
from statements
inner join articles on statements.article_id = articles.article_id
left join actors as speakers on statements.speaker = speakers.actor_id
left join sides_daily on statements.speaker = sides_daily.actor and statements.day_on = sides_daily.day_on
left join actors as relays on statements.attributed_to = relays.actor_id
left join actors as targets on statements.target = targets.actor_id
left join sources on statements.source_id = sources.source_id
where statements.day_on = $day and statements.relevance = 'talks'
order by
    coalesce(statements.published_at, articles.first_seen_at) asc, statements.article_id asc, statements.position asc
