-- One row is one source that reports a claim by the end of the day, of the claims that a source began to report on it:
-- its place among the monitored sources, when its report appeared, whether that is a copy, and the words that tell it.
with told as (
    select distinct f.claim_id
    from article_revisions as r
    inner join first_reports as f on r.article_id = f.article_id and r.revision = f.revision
    where r.day_on = $day and r.relevance = 'talks'
),

worded as (
    select
        c.claim_id,
        c.article_id,
        c.revision,
        arg_min(s.content, (not s.is_quote, s.position)) as content,
        bool_or(s.is_quote) as is_quote
    from told
    inner join claim_reports as c on told.claim_id = c.claim_id
    inner join revision_statements as s
        on c.article_id = s.article_id and c.revision = s.revision and c.position = s.position
    group by c.claim_id, c.article_id, c.revision
)

select
    c.claim_id,
    c.speaker,
    coalesce(speakers.name, c.speaker_name) as speaker_name,
    sides_daily.side as speaker_side,
    c.type,
    c.facet,
    c.negated,
    coalesce(targets.name, c.target) as aimed_at,
    f.rank,
    f.tie,
    f.source as source_id,
    r.publisher_id,
    coalesce(sources.publisher, r.publisher_id) as publisher,
    r.day_on,
    f.published_at,
    f.precision as published_precision,
    f.absent_at,
    f.seen_at as first_seen_at,
    f.credited_to,
    coalesce(m.place, 1) = 1 as is_original,
    r.language,
    r.title,
    coalesce(r.canonical_url, r.url) as url,
    worded.is_quote,
    worded.content,
    f.article_id,
    coalesce(
        len(sources.sanctions) = 0
        and (sources.redistributable or not contains(lower(coalesce(sources.rights, '')), 'reserved')),
        false
    ) as may_quote,
    coalesce(sources.redistributable and len(sources.sanctions) = 0, false) as may_pass_on
from told
inner join claims as c on told.claim_id = c.claim_id
inner join first_reports as f on c.claim_id = f.claim_id
inner join article_revisions as r on f.article_id = r.article_id and f.revision = r.revision
left join worded
    on f.claim_id = worded.claim_id and f.article_id = worded.article_id and f.revision = worded.revision
left join story_members as m on f.article_id = m.article_id
left join sources on f.source = sources.source_id
left join actors as speakers on c.speaker = speakers.actor_id
left join actors as targets on c.target = targets.actor_id
left join sides_daily on c.speaker = sides_daily.actor and sides_daily.day_on = $day
where r.day_on <= $day
order by c.claim_id asc, f.rank asc, coalesce(f.published_at, f.seen_at) asc, f.source asc
