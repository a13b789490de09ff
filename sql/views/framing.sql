-- One row is one round of talks and one source that wrote articles about it: how many, who speaks in them by side,
-- which actor acts first in most of their headlines, which facets they turn to, whose words they use, and which claims
-- only this source has. Two sources side by side show how each framed the same meeting.
create view framing as
with told as (
    select
        r.round,
        t.source_id as source,
        t.article_id,
        t.revision,
        t.day_on,
        t.place = 1 as is_original
    from talks_stories as t
    inner join revision_rounds as r on t.article_id = r.article_id and t.revision = r.revision
    where r.aspect = 'subject'
),

sizes as (
    select
        round,
        source,
        count(*) as articles,
        count(*) filter (where is_original) as originals
    from told
    group by round, source
),

said as (
    select
        t.round,
        t.source,
        d.side,
        count(*) as statements
    from told as t
    inner join revision_statements as s on t.article_id = s.article_id and t.revision = s.revision
    left join sides_daily as d on t.day_on = d.day_on and s.speaker = d.actor
    group by t.round, t.source, d.side
),

sides as (
    select
        s.round,
        s.source,
        cast(sum(s.statements) as bigint) as statements,
        list_transform(
            list_sort(list(struct_pack(fewer := -s.statements, side := s.side, statements := s.statements))),
            lambda e: struct_pack(side := e.side, statements := e.statements)
        ) as statements_by_side
    from said as s
    group by s.round, s.source
),

headlines as (
    select
        t.round,
        t.source,
        t.article_id,
        arg_min(a.actor, a.headline_position) as actor
    from told as t
    inner join article_actors as a on t.article_id = a.article_id
    where a.headline_position is not null
    group by t.round, t.source, t.article_id
),

led as (
    select
        round,
        source,
        actor,
        count(*) as headlines
    from headlines
    group by round, source, actor
),

leaders as (
    select
        h.round,
        h.source,
        list_transform(
            list_sort(list(struct_pack(fewer := -h.headlines, actor := h.actor, headlines := h.headlines))),
            lambda e: struct_pack(actor := e.actor, headlines := e.headlines)
        ) as first_in_headlines
    from led as h
    group by h.round, h.source
),

turned as (
    select
        t.round,
        t.source,
        f.facet,
        count(*) as articles
    from told as t
    inner join revision_facets as f on t.article_id = f.article_id and t.revision = f.revision
    group by t.round, t.source, f.facet
),

shared as (
    select
        t.round,
        t.source,
        t.facet,
        t.articles,
        round(t.articles / s.articles, 4) as share
    from turned as t
    inner join sizes as s on t.round = s.round and t.source = s.source
),

facets as (
    select
        f.round,
        f.source,
        list_transform(
            list_sort(list(struct_pack(fewer := -f.articles, facet := f.facet, share := f.share))),
            lambda e: struct_pack(facet := e.facet, share := e.share)
        ) as facet_shares
    from shared as f
    group by f.round, f.source
),

worded as (
    select
        t.round,
        t.source,
        f.concept,
        f.side,
        count(*) filter (where not f.quoted) as said,
        count(*) filter (where f.quoted) as quoted
    from told as t
    inner join revision_framing as f on t.article_id = f.article_id and t.revision = f.revision
    group by t.round, t.source, f.concept, f.side
),

words as (
    select
        w.round,
        w.source,
        list_transform(
            list_sort(list(struct_pack(
                fewer := -w.said,
                rarer := -w.quoted,
                concept := w.concept,
                side := w.side,
                said := w.said,
                quoted := w.quoted
            ))),
            lambda e: struct_pack(concept := e.concept, side := e.side, said := e.said, quoted := e.quoted)
        ) as framing_terms
    from worded as w
    group by w.round, w.source
),

alone as (
    select
        claim_id,
        any_value(source) as source
    from first_reports
    group by claim_id
    having count(*) = 1
),

tells as (
    select distinct
        t.round,
        t.source,
        c.claim_id
    from told as t
    inner join claim_reports as c on t.article_id = c.article_id
),

own as (
    select
        t.round,
        t.source,
        list_sort(list(t.claim_id)) as claims_only_here
    from tells as t
    inner join alone as a on t.claim_id = a.claim_id and t.source = a.source
    group by t.round, t.source
)

select
    s.round,
    s.source,
    s.articles,
    s.originals,
    coalesce(sides.statements, 0) as statements,
    coalesce(sides.statements_by_side, []) as statements_by_side,
    leaders.first_in_headlines[1]['actor'] as first_headline_actor,
    coalesce(leaders.first_in_headlines, []) as first_in_headlines,
    coalesce(facets.facet_shares, []) as facet_shares,
    coalesce(words.framing_terms, []) as framing_terms,
    coalesce(own.claims_only_here, []) as claims_only_here
from sizes as s
left join sides on s.round = sides.round and s.source = sides.source
left join leaders on s.round = leaders.round and s.source = leaders.source
left join facets on s.round = facets.round and s.source = facets.source
left join words on s.round = words.round and s.source = words.source
left join own on s.round = own.round and s.source = own.source;
