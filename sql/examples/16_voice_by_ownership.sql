-- One row is one day, one kind of ownership and one of the five actors most present in the articles of such outlets.
-- Ask for `country`, `language`, `outlet` or `side` in the place of `ownership`.
select
    v.day_on,
    v.outlets as ownership,
    v.actor,
    v.articles,
    v.originals,
    v.group_articles,
    round(100 * v.group_share, 1) as percent_of_group
from voice_by_outlets_daily as v
where v.grouped_by = 'ownership' and v.outlets is not null
qualify
    row_number() over (
        partition by v.day_on, v.outlets
        order by v.articles desc, v.mentions desc, v.actor asc
    ) <= 5
order by v.day_on desc, v.outlets asc, v.articles desc, v.actor asc;
