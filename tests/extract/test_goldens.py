"""Pages written like those of real sites, beside what must come of them: a new case adds two files, no code."""

from pipelines.extract import extract
from pipelines.records import Article


def test_golden(golden):
    result = extract(golden.page, golden.item)
    expected = golden.expected
    if "rejected" in expected:
        assert (result.reason, result.detail or None) == (expected["rejected"], expected.get("detail", result.detail))
        return
    assert isinstance(result, Article), result
    wanted = expected["article"]
    got = {name: getattr(result, name) for name in wanted}
    for name in ("authors", "flags"):
        if name in got:
            got[name] = list(got[name])
    assert got == wanted
    if "text" in expected:
        assert result.text.split("\n") == expected["text"]
