-- One row is one article about the talks of one day, as in talks_articles: `from talks('2025-05-16')`.
create macro talks(day) as table
    select t.*
    from talks_articles as t
    where t.day_on = cast(day as date);
