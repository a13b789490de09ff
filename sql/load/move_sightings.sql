-- One row is a sighting that goes to the article that its own id leads to.
update sightings
set article_id = m.goes_to
from (
    select distinct
        s.native_article_id,
        coalesce(a.article_id, s.native_article_id) as goes_to
    from sightings as s
    left join article_alias as a on s.native_article_id = a.alias_id
    where s.article_id <> coalesce(a.article_id, s.native_article_id)
) as m
where m.native_article_id = sightings.native_article_id and sightings.article_id <> m.goes_to;
