-- One row is one place where one actor is named, as in mentions: `from mentions_of('erdogan')`.
create macro mentions_of(actor) as table
    select m.*
    from mentions as m
    where m.actor = actor;
