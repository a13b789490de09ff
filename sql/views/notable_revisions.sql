-- One row is one step of an article's history that changed its title, a statement, an amount or a place: what came in
-- and what went out. Steps that changed other words, or only the actors named, are in revision_changes.
create view notable_revisions as
with changed as (
    select
        article_id,
        step,
        any_value(revision) as revision,
        any_value(earlier_revision) as earlier_revision,
        any_value(changed_at) as changed_at,
        bool_or(kind = 'title') as title_changed,
        list(what order by what) filter (where kind = 'statement' and count_after > count_before) as statements_in,
        list(what order by what) filter (where kind = 'statement' and count_after < count_before) as statements_out,
        list(what order by what) filter (where kind = 'amount' and count_after > count_before) as amounts_in,
        list(what order by what) filter (where kind = 'amount' and count_after < count_before) as amounts_out,
        list(what order by what) filter (where kind = 'place' and count_after > count_before) as places_in,
        list(what order by what) filter (where kind = 'place' and count_after < count_before) as places_out
    from revision_changes
    where kind in ('title', 'statement', 'amount', 'place')
    group by article_id, step
)

select
    c.article_id,
    c.step,
    r.publisher_id,
    r.source_id,
    r.relevance,
    c.changed_at,
    c.title_changed,
    e.title as earlier_title,
    r.title,
    coalesce(c.statements_in, []) as statements_in,
    coalesce(c.statements_out, []) as statements_out,
    coalesce(c.amounts_in, []) as amounts_in,
    coalesce(c.amounts_out, []) as amounts_out,
    coalesce(c.places_in, []) as places_in,
    coalesce(c.places_out, []) as places_out,
    coalesce(r.canonical_url, r.url) as url
from changed as c
inner join article_revisions as r on c.article_id = r.article_id and c.revision = r.revision
inner join article_revisions as e on c.article_id = e.article_id and c.earlier_revision = e.revision;
