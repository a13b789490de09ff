-- One row is one source whose articles are in another language than they were.
--
-- Title: A source has changed its language
-- Why: The feed of another edition stands at the address, or the language is told wrongly; either way the words of the
-- wrong language are looked for.
-- Do: Open the feed. Another edition: correct the address or the language of the source in the pack. Told wrongly:
-- report it with an article's id.
-- Threshold: the language of at least nine tenths of 20 articles in the 28 days before is that of less than half of at
-- least 10 in 3 days. Sources in two languages have no such language.
with articles as (
    select
        source_id,
        language,
        observed_at > cast($now as timestamp) - interval 3 days as is_recent
    from article_revisions
    where
        language is not null
        and observed_at > cast($now as timestamp) - interval 31 days
        and observed_at <= cast($now as timestamp)
),

usual as (
    select
        source_id,
        mode(language) as language,
        count(*) as articles
    from articles
    where not is_recent
    group by source_id
),

shares as (
    select
        a.source_id,
        u.language as usually,
        mode(a.language) filter (where a.is_recent) as language,
        avg(cast(a.language = u.language as integer)) filter (where a.is_recent) as share,
        avg(cast(a.language = u.language as integer)) filter (where not a.is_recent) as earlier
    from articles as a
    inner join usual as u on a.source_id = u.source_id
    where u.articles >= 20
    group by a.source_id, u.language
    having count(*) filter (where a.is_recent) >= 10
)

select
    source_id as subject,
    'warning' as severity,
    concat(
        round(100 * share),
        ' % in ',
        usually,
        ' in 3 days, most in ',
        language,
        '; ',
        round(100 * earlier),
        ' % in the 28 days before'
    ) as detail,
    share as figure,
    0.5 as threshold
from shares
where earlier >= 0.9 and share < 0.5;
