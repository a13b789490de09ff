"""Content codings in whatever pieces they come, with a pause where memory for the rest must be found first."""

import gzip
import zlib

from hypothesis import given
from hypothesis import strategies as st

from pipelines.collect.decoding import Decoder

BODY = b"".join(b"%d, " % number for number in range(3000)) + bytes(9000)
BARE = zlib.compressobj(9, wbits=-15)
CODED = {
    None: BODY,
    "gzip": gzip.compress(BODY[:7000]) + gzip.compress(BODY[7000:]),
    "deflate": BARE.compress(BODY) + BARE.flush(),
}


@given(
    st.sampled_from(sorted(CODED, key=str)),
    st.integers(1, 6000),
    st.integers(0, len(BODY) + 10),
)
def test_pauses_once_and_loses_nothing(coding, piece, first_bytes):
    decoder = Decoder(coding, len(BODY), first_bytes)
    paused = 0
    coded = CODED[coding]
    for start in range(0, len(coded), piece):
        decoder.feed(coded[start : start + piece])
        if decoder.is_paused:
            paused += 1
            decoder.go_on()
    assert paused == (first_bytes < len(BODY))
    assert not decoder.is_over
    assert decoder.finish() == BODY


def test_holds_little_until_it_may_go_on():
    decoder = Decoder("gzip", 50_000_000, 1000)
    decoder.feed(gzip.compress(bytes(40_000_000)))
    assert decoder.is_paused
    assert len(decoder.cut()) == 1001
    decoder.go_on()
    assert len(decoder.finish()) == 40_000_000


def test_never_pauses_unless_told():
    decoder = Decoder("gzip", len(BODY))
    decoder.feed(gzip.compress(BODY))
    assert not decoder.is_paused
    assert decoder.finish() == BODY
