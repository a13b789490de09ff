-- One row is one story: who seems to have made it, and what says so. `basis`: credited, where at least half of the
-- outlets that carry it name one outlet as their source (also one that is not watched); wire, where an agency's story
-- is among its members and nobody names another; earliest, where one came before all others. Null where two came at
-- once: nobody is called first by a guess. `origin_article_id` is the origin's own article, where we hold it.
create view story_origins as
with agencies as (
    select distinct article_id
    from wire_versions
),

members as (
    select
        s.story_id,
        s.article_id,
        s.publisher_id,
        s.appeared_at,
        w.article_id is not null as is_wire
    from stories as s
    left join agencies as w on s.article_id = w.article_id
),

sizes as (
    select
        story_id,
        count(*) as articles,
        count(distinct publisher_id) as publishers,
        arg_min(article_id, (appeared_at, article_id)) as first_article_id,
        arg_min(publisher_id, (appeared_at, article_id)) as first_publisher_id,
        min(appeared_at) as first_at
    from members
    group by story_id
),

named as (
    select
        m.story_id,
        coalesce(c.outlet, lower(c.name)) as outlet_key,
        any_value(c.name order by c.article_id) as name,
        any_value(c.credited_publisher_id order by c.article_id) as publisher_id,
        count(distinct m.publisher_id) as credited_by
    from members as m
    inner join credits as c on m.article_id = c.article_id
    where not c.is_self
    group by m.story_id, coalesce(c.outlet, lower(c.name))
),

carriers as (
    select distinct
        story_id,
        publisher_id
    from members
),

credited as (
    select
        n.story_id,
        n.name,
        n.publisher_id,
        n.credited_by
    from named as n
    inner join sizes as s on n.story_id = s.story_id
    left join carriers as own on n.story_id = own.story_id and n.publisher_id = own.publisher_id
    where 2 * n.credited_by >= s.publishers - if(own.publisher_id is null, 0, 1)
    qualify row_number() over (partition by n.story_id order by n.credited_by desc, n.outlet_key asc) = 1
),

wires as (
    select
        story_id,
        arg_min(publisher_id, (appeared_at, article_id)) as publisher_id
    from members
    where is_wire
    group by story_id
),

ties as (
    select
        m.story_id,
        count(distinct m.publisher_id) > 1 as is_tie
    from members as m
    inner join sizes as s on m.story_id = s.story_id and m.appeared_at = s.first_at
    group by m.story_id
),

judged as (
    select
        s.story_id,
        s.articles,
        s.publishers,
        s.first_article_id,
        s.first_publisher_id,
        s.first_at,
        case
            when c.story_id is not null then 'credited'
            when w.story_id is not null then 'wire'
            when not t.is_tie then 'earliest'
        end as basis,
        coalesce(c.credited_by, 0) as credited_by,
        case
            when c.story_id is not null then c.publisher_id
            when w.story_id is not null then w.publisher_id
            when not t.is_tie then s.first_publisher_id
        end as origin_publisher_id,
        c.name as credited_name
    from sizes as s
    inner join ties as t on s.story_id = t.story_id
    left join credited as c on s.story_id = c.story_id
    left join wires as w on s.story_id = w.story_id
),

own_articles as (
    select
        j.story_id,
        arg_min(m.article_id, (m.appeared_at, m.article_id)) as origin_article_id
    from judged as j
    inner join members as m on j.story_id = m.story_id and j.origin_publisher_id = m.publisher_id
    group by j.story_id
),

publishers as (
    select
        publisher_id,
        any_value(publisher order by source_id) as publisher
    from sources
    group by publisher_id
)

select
    j.story_id,
    j.articles,
    j.publishers,
    j.first_article_id,
    j.first_publisher_id,
    j.first_at,
    coalesce(j.credited_name, p.publisher, j.origin_publisher_id) as origin,
    j.origin_publisher_id,
    o.origin_article_id,
    j.basis,
    j.credited_by
from judged as j
left join own_articles as o on j.story_id = o.story_id
left join publishers as p on j.origin_publisher_id = p.publisher_id;
