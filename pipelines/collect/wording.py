"""Text from strangers, made fit for one line of a log or of a record's `detail`."""

DETAIL_LENGTH = 200


def one_line(text: str, limit: int = DETAIL_LENGTH) -> str:
    r"""Return the text with everything unprintable written as an escape (`\n`, `\x1b`, `\u202e`), cut at `limit`."""
    line = "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text[: limit + 1])
    return line if len(line) <= limit else line[: limit - 1] + "…"
