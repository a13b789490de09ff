-- One row is one document or item revision that is quarantined, with what was decided about it last. `state`: open;
-- dismissed, which is off the list of what is open; or waiting, until a run takes up that it is to be released or
-- worked again. What such a run refused anew is open.
create view quarantine as
with concerned as (
    select distinct
        kind,
        id,
        revision
    from ledger
    where outcome = 'quarantined'
),

latest as (
    select l.*
    from ledger as l
    inner join concerned as c on l.kind = c.kind and l.id = c.id and l.revision = c.revision
    qualify
        row_number() over (
            partition by l.kind, l.id, l.revision
            order by l.token desc, l.recorded_at desc, l.run desc
        ) = 1
),

decided as (
    select *
    from decisions
    qualify row_number() over (partition by kind, id, revision order by decided_at desc, decision_id desc) = 1
)

select
    l.kind,
    l.id,
    l.revision,
    case
        when d.action = 'dismiss' then 'dismissed'
        when d.action is not null and d.run is null then 'waiting'
        else 'open'
    end as state,
    l.source_id,
    l.fetch_id,
    l.reason,
    l.detail,
    l.article_id,
    l.article_revision,
    l.run,
    l.recorded_at,
    d.decision_id,
    d.action,
    d.who,
    d.why,
    d.decided_at
from latest as l
left join decided as d on l.kind = d.kind and l.id = d.id and l.revision = d.revision
where l.outcome = 'quarantined';
