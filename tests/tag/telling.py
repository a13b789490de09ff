"""What a text says, as tests compare it."""


def said(tagger, language, text, *, day, title=""):
    """Return (speaker, content) of every statement, the speaker by id, else as written."""
    tags = tagger.tag(title=title, text=text, language=language, published_at=day)
    zones = {"title": title, "text": text}
    return [(each.speaker or each.speaker_name, zones[each.zone][each.start : each.end]) for each in tags.statements]
