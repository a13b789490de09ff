-- Leaves each revision with the relevance that the last correction of its label says, or with the tagger's where there
-- is none.
update article_revisions
set
    relevance = c.relevance,
    relevance_evidence = c.relevance_evidence
from (
    with labels as (
        select
            e.article_id,
            e.revision,
            arg_max(e.field_values[1].value, (e.corrected_at, e.correction_id)) as label,
            arg_max(e.correction_id, (e.corrected_at, e.correction_id)) as correction_id
        from effective_corrections as e
        where e.kind = 'label'
        group by e.article_id, e.revision
    )

    select
        u.article_id,
        u.revision,
        coalesce(l.label, u.relevance) as relevance,
        if(l.label is null, u.relevance_evidence, ['correction:' || l.correction_id]) as relevance_evidence
    from staged_uncorrected as u
    left join labels as l on u.article_id = l.article_id and u.revision = l.revision
) as c
where
    article_revisions.article_id = c.article_id
    and article_revisions.revision = c.revision
    and (article_revisions.relevance, article_revisions.relevance_evidence)
    is distinct from (c.relevance, c.relevance_evidence);
