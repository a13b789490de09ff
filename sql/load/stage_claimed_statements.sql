-- One row is one statement that may belong to a claim of a touched key: it does more than say something, somebody with
-- a name says it, it is about something, and its article is about the talks, or mentions them. `detail` is what one
-- report tells and another leaves out: target, places, amounts, as a sorted set of words. The unit of an amount is a
-- word of the article's language, so only numbers can meet. A venue is a place that is only named.
-- Sources without a name may be anybody: they make no claim.
create or replace temp table claimed_statements as
with keyed as (
    select
        *,
        concat_ws(
            '/',
            coalesce(speaker, 'name ' || lower(strip_accents(trim(speaker_name)))),
            type,
            coalesce(facet, '-'),
            if(negated, 'not', null)
        ) as claim_key
    from revision_statements
    where
        type <> 'other'
        and (
            speaker is not null
            or (
                trim(speaker_name) <> ''
                and not regexp_full_match(rule, '.*speaker\.(unnamed|described|source|collective)')
            )
        )
),

touched as (
    select k.*
    from keyed as k
    inner join claim_keys as c on k.claim_key = c.claim_key
),

detailed as (
    select
        article_id,
        revision,
        position,
        claim_key,
        speaker,
        speaker_name,
        type,
        facet,
        target,
        coalesce(negated, false) as negated,
        coalesce(places, []) as places,
        coalesce(amounts, []) as amounts,
        list_sort(
            list_distinct(
                list_concat(
                    if(target is null, [], ['target ' || target]),
                    list_transform(places, lambda p: 'place ' || p['place']),
                    list_transform(
                        places,
                        lambda p: 'place ' || p['place'] || ' ' || nullif(p['role'], 'venue')
                    ),
                    list_transform(amounts, lambda a: 'amount ' || a['value']),
                    list_transform(amounts, lambda a: 'amount ' || a['value'] || ' ' || a['side'])
                )
            )
        ) as detail
    from touched
)

select d.*
from detailed as d
inner join article_revisions as r on d.article_id = r.article_id and d.revision = r.revision
where r.relevance in ('talks', 'passing') and (d.facet is not null or len(d.detail) > 0);
