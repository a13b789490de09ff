-- One row is one name that a filter of an export may ask for: a source or publisher, an actor, a facet, a relevance.
select
    'source' as kind,
    source_id as name
from sources
union
select
    'source' as kind,
    publisher_id as name
from sources
union
select
    'actor' as kind,
    actor_id as name
from actors
union
select
    'facet' as kind,
    facet as name
from revision_facets
union
select
    'relevance' as kind,
    unnest(['talks', 'passing', 'no']) as name
order by kind, name;
