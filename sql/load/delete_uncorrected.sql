-- Removes all of what the tagger had said of corrected revisions: it is in staged_uncorrected.
delete from uncorrected_revisions;
