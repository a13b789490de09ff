"""Pages that are hard on whoever reads them. Each public function is a behaviour of the table, by its name."""

from tests.faults.server import Reply, Request

SENTENCE = (
    "Paragraph {number} on {subject}: the delegations met again on Friday and agreed to exchange prisoners of war "
    "before the month ends, a spokesman of the hosts told reporters."
)
ARTICLE = "the talks"
LAST = 8


def prose(subject: str, count: int = LAST) -> str:
    """Return paragraphs of our own; each names the subject, so that no two cases print the same article."""
    return "".join(f"<p>{SENTENCE.format(number=number, subject=subject)}</p>\n" for number in range(1, count + 1))


def subject(request: Request) -> str:
    """Return what the article behind an address is about."""
    return f"{request.host.removesuffix('.example')} {request.bare_path.strip('/').replace('/', ' ')}".strip()


def page(inner: str, *, title: str = "The talks go on", before: str = "", lang: str = "en") -> Reply:
    """Return a page around a body; `before` goes to its head."""
    markup = (
        f'<!doctype html><html lang="{lang}"><head><title>{title}</title>{before}</head><body>{inner}</body></html>'
    )
    return Reply(body=markup.encode("utf-8", "surrogatepass"))


def article(request: Request, title: str = "") -> Reply:
    """Return a page as it should be."""
    about = subject(request)
    return page(f"<article><h1>{title or about}</h1>{prose(about)}</article>", title=title or about)


def text(request: Request, paragraphs: list[str], title: str = "The talks go on", lang: str = "en") -> Reply:
    """Return an article of these paragraphs."""
    inner = "".join(f"<p>{each}</p>" for each in paragraphs)
    return page(f"<article><h1>{title}</h1>{inner}</article>", title=title, lang=lang)


def markup(request: Request, body: str, type: str = "text/html; charset=utf-8") -> Reply:  # noqa: A002 - as HTTP calls it
    """Return markup as it stands in the table."""
    return Reply(body=body.encode(), content_type=type)


def nested(request: Request, depth: int) -> Reply:
    """Put an article below that many elements which nobody closes."""
    return page("<div>" * depth + prose(subject(request)))


def megabyte_attribute(request: Request) -> Reply:
    """Put an article beside an attribute of a megabyte."""
    return page(f"<div data-x='{'a' * 1_000_000}'><article>{prose(subject(request))}</article></div>")


def repeated(request: Request, part: str, count: int) -> Reply:
    """Put the same markup behind an article again and again."""
    return page(f"<article>{prose(subject(request))}</article>{part * count}")


def swollen(request: Request, part: str, megabytes: int) -> Reply:
    """Return a page of nothing but one short part, whose tree is a hundred times its size."""
    return Reply(body=b"<html><body>" + part.encode() * (megabytes * 2**20 // len(part)))


def unterminated_comment(request: Request) -> Reply:
    """Open a comment before the text, and never close it."""
    return Reply(body=f"<html><body><!-- {prose(subject(request))}".encode())


def surrogate(request: Request) -> Reply:
    """Put half of a surrogate pair in the middle of the text, as a reference and as bytes."""
    broken = prose(subject(request)).replace("Friday", "Fri&#xD800;day", 1).replace("hosts", "ho\ud800sts", 1)
    return page(f"<article>{broken}</article>")


def wide_cell(request: Request) -> Reply:
    """Put a table cell of nine quadrillion columns in the article."""
    table = "<table><tr><td colspan=9007199254740991 rowspan=9999999>1</td></tr></table>"
    return page(f"<article>{prose(subject(request))}{table}</article>")


def bad_jsonld(request: Request) -> Reply:
    """Put a megabyte of JSON-LD that breaks off in the head."""
    script = '<script type="application/ld+json">{"@type":"NewsArticle","x":"' + "x" * 1_000_000 + "</script>"
    return page(f"<article>{prose(subject(request))}</article>", before=script)


def near_identical(request: Request) -> Reply:
    """Return the same article under every address, but for one number."""
    number = request.bare_path.rpartition("/")[2]
    return page(f"<article><h1>Flood</h1>{prose('the flood', 3)}<p>Notice {number}.</p></article>", title="Flood")
