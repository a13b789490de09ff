-- Takes what people wrote about killed and hidden articles out of their corrections; that they were made remains.
update corrections
set
    why = s.why,
    undone_why = s.undone_why
from staged_corrections as s
where
    corrections.correction_id = s.correction_id
    and s.why = ''
    and (corrections.why <> '' or corrections.undone_why <> '');
