-- One row is one source whose texts have letters that come of a wrong encoding: UTF-8 read as Windows-1252 or -1251, or
-- signs that stand for bytes that could not be read.
--
-- Title: Texts are in the wrong encoding
-- Why: No name is found in such a text, and it is loaded all the same.
-- Do: Look at the page's header and meta charset; report the address: bytes are kept, so trucewatch reprocess --source
-- SOURCE mends the articles once they are read rightly.
-- Threshold: a fifth of at least 5 texts of 3 days, with 3 such places in the first 1,000 characters each. Words never
-- have three.
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

texts as (
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
where texts >= 5 and garbled >= 0.2 * texts;
