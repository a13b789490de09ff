-- One row is one change of an article about the talks that became known on the day: of its title, of what somebody is
-- said to have said, of a number or of a place, with the words before and after it. Where the run that learnt of it was
-- played for another time, it belongs to the day of that.
with looked as (
    select
        documents.source_id,
        documents.fetched_at,
        max(runs.planned_at) as planned_at
    from documents
    inner join runs on documents.run = runs.run
    group by documents.source_id, documents.fetched_at
),

dated as (
    select
        n.article_id,
        n.step,
        if(
            looked.planned_at is null or abs(date_diff('day', n.changed_at, looked.planned_at)) <= 7,
            n.changed_at,
            looked.planned_at
        ) as known_at
    from notable_revisions as n
    left join looked on n.source_id = looked.source_id and n.changed_at = looked.fetched_at
    where n.relevance = 'talks'
),

chosen as (
    select
        article_id,
        step,
        known_at
    from dated
    where cast((known_at at time zone 'UTC') at time zone $zone as date) = $day
)

select
    n.article_id,
    n.step,
    r.publisher_id,
    coalesce(sources.publisher, r.publisher_id) as publisher,
    r.language,
    n.changed_at,
    n.changed_at <> chosen.known_at as is_played,
    n.title_changed,
    n.earlier_title,
    n.title,
    n.statements_in,
    n.statements_out,
    n.amounts_in,
    n.amounts_out,
    n.places_in,
    n.places_out,
    n.url,
    e.text as earlier_text,
    r.text,
    coalesce(
        len(sources.sanctions) = 0
        and (sources.redistributable or not contains(lower(coalesce(sources.rights, '')), 'reserved')),
        false
    ) as may_quote,
    coalesce(sources.redistributable and len(sources.sanctions) = 0, false) as may_pass_on
from chosen
inner join notable_revisions as n on chosen.article_id = n.article_id and chosen.step = n.step
inner join revision_history as h on n.article_id = h.article_id and n.step = h.step
inner join article_revisions as r on h.article_id = r.article_id and h.revision = r.revision
inner join article_revisions as e on h.article_id = e.article_id and h.earlier_revision = e.revision
left join sources on r.source_id = sources.source_id
order by n.changed_at asc, n.article_id asc, n.step asc
