-- One row is one article revision whose title or text is not NFC, in which offsets count.
select
    r.article_id,
    r.revision,
    coalesce(r.title <> nfc_normalize(r.title), false) as is_title,
    coalesce(r.text <> nfc_normalize(r.text), false) as is_text
from article_revisions as r
where r.title <> nfc_normalize(r.title) or r.text <> nfc_normalize(r.text);
