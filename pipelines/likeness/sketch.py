"""The marks of texts → a few numbers each, of which alike texts have some in common (MinHash in bands).

Three sketches are taken: of the whole text; of its lead, because what is cut from a wire story is its end; and of its
telling words, which an editor who turns every sentence keeps. The smallest values under many permutations agree as
often as the Jaccard of two sets says (Broder 1997); joined by rows, one of the bands agrees with the chance
1 - (1 - J^rows)^bands (Indyk and Motwani 1998).
"""

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from pipelines.likeness.letters import scatter
from pipelines.likeness.shingles import Shingles

WHOLE_BANDS, LEAD_BANDS, ROWS = 48, 16, 3
"""Texts that share a third of their runs meet in a band of the whole with a chance of .83; leads that share half, .88.
With two rows, a hundred unlike texts of 300,000 would meet each one; with four, cut copies would not."""

WORD_BANDS, WORD_ROWS = 14, 6
"""Texts with three quarters of their telling words in common meet with a chance of .94; reports of one event, which
have a quarter, of .003."""

AT_ONCE = 500
"""Texts that are sketched together: the values come as lists of numbers, forty times the size of the keys."""

BANDS = WHOLE_BANDS + LEAD_BANDS + WORD_BANDS
WHOLE_SEED, LEAD_SEED, WORD_SEED = 7, 11, 13


def band_keys(texts: Sequence[Shingles]) -> NDArray[np.uint32]:
    """Return a row of `BANDS` keys for each text: those of its whole, of its lead, of its telling words.

    Texts are to be sketched before they are sampled, or two of nearly one length might share no key.
    """
    keys = np.empty((len(texts), BANDS), np.uint32)
    for first in range(0, len(texts), AT_ONCE):
        some = texts[first : first + AT_ONCE]
        keys[first : first + AT_ONCE] = np.hstack((
            _bands([text.marks for text in some], WHOLE_BANDS, ROWS, WHOLE_SEED),
            _bands([text.opening for text in some], LEAD_BANDS, ROWS, LEAD_SEED),
            _bands([text.vocabulary for text in some], WORD_BANDS, WORD_ROWS, WORD_SEED),
        ))  # fmt: skip
    return keys


def _bands(sets: Sequence[NDArray[np.uint32]], bands: int, rows: int, seed: int) -> NDArray[np.uint32]:
    values = np.concatenate(sets).astype(np.uint64)
    limits = np.array(list(accumulate(map(len, sets), initial=0)), np.uint64)
    digests = RMinHash.digest_matrix_from_flat_token_hashes(scatter(values), limits, bands * rows, seed)
    smallest = np.array(digests.to_rows(), np.uint64).reshape(len(sets), bands, rows)
    joined = np.full((len(sets), bands), seed, np.uint64)
    for row in range(rows):
        joined = scatter(joined ^ smallest[:, :, row])
    return (joined >> np.uint64(32)).astype(np.uint32)
