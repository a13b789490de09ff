-- One row is one source that was silent on the day, for each round of talks that took place on it, and what that says:
-- it was silent on the topic, the outlet had nothing of that day, or its feed did not work.
select
    s.source as source_id,
    coalesce(sources.publisher, s.source) as publisher,
    sources.language,
    sources.side,
    s.silence,
    s.feed_state,
    s.items,
    s.talks_articles,
    s.expected,
    s.round,
    rounds.name as round_name
from topic_silence as s
left join sources on s.source = sources.source_id
left join rounds on s.round = rounds.round_id
where s.day = $day and s.silence is not null
order by s.silence desc, sources.publisher asc, s.source asc, s.round asc
