-- Takes what people wrote about killed and hidden articles out of their decisions; that they were made remains.
update decisions
set why = ''
from staged_decisions as s
where
    decisions.decision_id = s.decision_id
    and s.why = ''
    and decisions.why <> '';
