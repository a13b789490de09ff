-- One row is one article that the conditions of a watch let through, of those that were first seen since a moment or
-- belong to a day of a span. A condition that is not set is null. Words are read only where `with_text` says so, and
-- only of articles that hold the `pattern` once they are in lower case and without marks: which of them match in truth
-- is said later.
with recent as (
    select
        h.article_id,
        h.first_seen_at,
        r.revision,
        r.publisher_id,
        r.day_on
    from article_heads as h
    inner join article_revisions as r on h.article_id = r.article_id and h.current_revision = r.revision
    where
        not h.killed
        and (
            h.first_seen_at >= cast($seen_since as timestamp)
            or (
                r.day_on >= cast($from_on as date)
                and (cast($until_on as date) is null or r.day_on < cast($until_on as date))
            )
        )
        and list_contains(cast($relevance as varchar[]), r.relevance)
        and (cast($languages as varchar[]) is null or list_contains(cast($languages as varchar[]), r.language))
        and (
            cast($sources as varchar[]) is null
            or list_contains(cast($sources as varchar[]), r.source_id)
            or list_contains(cast($sources as varchar[]), r.publisher_id)
        )
),

let_through as (
    select a.*
    from recent as a
    where
        (
            cast($actors as varchar[]) is null
            or (a.article_id, a.revision) in (
                select (m.article_id, m.revision)
                from revision_mentions as m
                where
                    list_contains(cast($actors as varchar[]), m.actor)
                    and (m.as_actor or not cast($acting as boolean))
            )
        )
        and (
            cast($facets as varchar[]) is null
            or cast($of_statements as boolean)
            or (a.article_id, a.revision) in (
                select (f.article_id, f.revision)
                from revision_facets as f
                where list_contains(cast($facets as varchar[]), f.facet)
            )
        )
        and (
            cast($places as varchar[]) is null
            or cast($of_statements as boolean)
            or (a.article_id, a.revision) in (
                select (p.article_id, p.revision)
                from revision_mentions as p
                where list_contains(cast($places as varchar[]), p.actor)
            )
        )
        and (
            not cast($of_statements as boolean)
            or (a.article_id, a.revision) in (
                select (s.article_id, s.revision)
                from revision_statements as s
                where
                    cast($of_statements as boolean)
                    and (
                        cast($statement_types as varchar[]) is null
                        or list_contains(cast($statement_types as varchar[]), s.type)
                    )
                    and (
                        cast($speakers as varchar[]) is null
                        or list_contains(cast($speakers as varchar[]), s.speaker)
                    )
                    and (cast($facets as varchar[]) is null or list_contains(cast($facets as varchar[]), s.facet))
                    and (
                        cast($places as varchar[]) is null
                        or list_has_any(
                            cast($places as varchar[]), list_transform(s.places, lambda named: named.place)
                        )
                    )
            )
        )
),

worded as (
    select
        r.article_id,
        r.title,
        r.text,
        concat_ws(' ', r.title, r.text) as words
    from article_revisions as r
    inner join let_through as l on r.article_id = l.article_id and r.revision = l.revision
    where
        cast($with_text as boolean)
        -- of what was first seen since a moment no revision is older: parts of the table are passed over
        and (r.observed_at >= cast($seen_since as timestamp) or r.day_on >= cast($from_on as date))
),

held as (
    select
        w.article_id,
        w.title,
        w.text
    from worded as w
    where
        cast($pattern as varchar) is null
        or regexp_matches(strip_accents(lower(w.words)), cast($pattern as varchar))
)

select
    l.article_id,
    coalesce(m.story_id, l.article_id) as story_id,
    l.publisher_id,
    l.day_on,
    l.first_seen_at,
    h.title,
    h.text
from let_through as l
left join story_members as m on l.article_id = m.article_id
left join held as h on l.article_id = h.article_id
where not cast($with_text as boolean) or h.article_id is not null;
