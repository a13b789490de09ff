-- One row is one source whose texts have letters that come of a wrong encoding: UTF-8 read as Windows-1252 or -1251, or
-- signs that stand for bytes that could not be read. Pages and texts that were set aside for it are among them.
--
-- Title: Texts are in the wrong encoding
-- Why: No name is found in such a text; where it is loaded all the same nobody is told, where it was set aside the
-- article is missing, or stands there with its summary only.
-- Do: Look at the page's header and meta charset; report the address: bytes are kept, so trucewatch reprocess --source
-- SOURCE mends the articles once they are read rightly.
-- Threshold: a fifth of at least 5 texts of 3 days, and 3 of them, with 3 such places in the first 1,000 characters
-- each. Words never have three; one article is a slip of its publisher.
with openings as (
    select
        source_id,
        left(text, 1000) as opening
    from article_revisions
    where
        observed_at > cast($now as timestamp) - interval 3 days
        and observed_at <= cast($now as timestamp)
        and text is not null
),

told as (
    select
        source_id,
        case  -- what is found fast stands first: a pattern over every text takes twenty times as long
            when
                contains(opening, chr(65533))
                or contains(opening, 'â€')
                or contains(opening, 'Ã')
                or contains(opening, 'Â')
                or contains(opening, 'Ð')
                or contains(opening, 'Ñ')
                or contains(opening, 'Р°')
                then len(regexp_extract_all(
                    opening,
                    concat(
                        '\x{FFFD}|â€|[ÃÂÐÑ][\x{80}-\x{BF}‚ƒ„…†‡ˆ‰‹‘’“”•–—˜™›]|',
                        '(?:[РС][\x{A0}-\x{BF}ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџЎўЈҐЁЄЇІіґёєјЅѕї]){3}'
                    )
                )) >= 3
            else false
        end as is_garbled
    from openings
),

pages as (
    select
        source_id,
        outcome,
        reason
    from documents
    where
        kind = 'page'
        and fetched_at > cast($now as timestamp) - interval 3 days
        and fetched_at <= cast($now as timestamp)
    qualify row_number() over (partition by fetch_id order by run desc) = 1
),

refused as (
    select distinct
        x.source_id,
        x.article_id,
        x.revision
    from rejected_rows as x
    inner join runs as r on x.run = r.run
    where
        x.reason = 'expectation'
        and contains(x.detail, 'mojibake_share')
        and r.planned_at > cast($now as timestamp) - interval 3 days
        and r.planned_at <= cast($now as timestamp)
),

texts as (
    select
        source_id,
        is_garbled
    from told
    union all
    select
        source_id,
        true as is_garbled
    from pages
    where outcome = 'quarantined' and reason = 'bad_encoding'
    union all
    select
        source_id,
        true as is_garbled
    from refused
),

shares as (
    select
        source_id,
        count(*) as texts,
        count(*) filter (where is_garbled) as garbled
    from texts
    group by source_id
)

select
    source_id as subject,
    'warning' as severity,
    concat(garbled, ' of ', texts, ' texts in 3 days') as detail,
    garbled / texts as figure,
    0.2 as threshold
from shares
where texts >= 5 and garbled >= 3 and garbled >= 0.2 * texts;
