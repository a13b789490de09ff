"""The pages of the press world: four site templates around an article, with the furniture real sites put there.

`broadsheet` is semantic HTML5 with JSON-LD; `grid` nests divs and hides dates in meta elements; `shouted` is a layout of
2003 with font elements, shouted tags and paragraphs nobody closes; `blocks` splits text into spans inside custom elements.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from itertools import islice

from pipelines.newsroom.content import NOTICE, Outlet, Version

TEASERS = 5


def article_page(outlet: Outlet, version: Version) -> bytes:
    """Return the page of one version of an article. The same at every edition at which it is current."""
    if version.garbled:
        version = _garbled(version)
    return TEMPLATES[outlet.template](outlet, version).encode(outlet.encoding, "xmlcharrefreplace")


def consent_page(outlet: Outlet) -> bytes:
    """Return the wall that stands in an article's place until cookies are accepted."""
    words = outlet.words
    page = f"""<!DOCTYPE html>
<html lang="{outlet.language}">
<head><meta charset="{outlet.charset}"><title>{escape(words["consent_title"])}</title>
<meta name="robots" content="noindex"></head>
<body class="consent">
<div role="dialog" aria-modal="true" id="cmp-wall">
<h1>{escape(words["consent_title"])}</h1>
<p>{escape(words["consent_text"])}</p>
<form method="post" action="/consent"><button name="all">{escape(words["accept"])}</button>
<button name="manage">{escape(words["manage"])}</button></form>
</div>
<footer><p>{NOTICE}</p></footer>
</body></html>
"""
    return page.encode(outlet.encoding, "xmlcharrefreplace")


def missing_page(outlet: Outlet) -> bytes:
    """Return what a house shows for an address that leads nowhere, if it cares for visitors more than for status codes."""
    words = outlet.words
    page = f"""<!DOCTYPE html>
<html lang="{outlet.language}">
<head><meta charset="{outlet.charset}"><title>{escape(words["missing_title"])} - {escape(outlet.name)}</title></head>
<body class="page page--empty error404">
<div class="topbar"><div class="topbar__inner"><a href="/">{escape(outlet.name)}</a><ul class="menu">{_navigation(outlet)}</ul></div></div>
<div class="wrap"><h1>{escape(words["missing_title"])}</h1>
<p>{escape(words["missing_text"])}</p></div>
<div class="bottom"><p>{escape(words["imprint"])}</p><p>{NOTICE}</p></div>
</body></html>
"""
    return page.encode(outlet.encoding, "xmlcharrefreplace")


def maintenance_page(outlet: Outlet) -> bytes:
    """Return the page that a house shows everywhere, its feed included, while it works on its system."""
    return f"""<!DOCTYPE html>
<html lang="{outlet.language}">
<head><meta charset="utf-8"><title>{escape(outlet.name)}</title></head>
<body><h1>{escape(outlet.name)}</h1><p>{escape(outlet.words["maintenance"])}</p><footer>{NOTICE}</footer></body>
</html>
""".encode()


def front_page(outlet: Outlet, edition: int) -> bytes:
    """Return the list of what is online."""
    entries = "".join(f"<li>{_anchor(version)}</li>\n" for version in outlet.online(edition))
    return f"""<!DOCTYPE html>
<html lang="{outlet.language}">
<head><meta charset="{outlet.charset}"><title>{escape(outlet.name)}</title></head>
<body><h1>{escape(outlet.name)}</h1><p>{escape(outlet.tagline)}</p><ul>
{entries}</ul><footer>{NOTICE}</footer></body>
</html>
""".encode(outlet.encoding, "xmlcharrefreplace")


# ── Pieces ────────────────────────────────────────────────────────────────────────────────────────


def _garbled(version: Version) -> Version:
    """Return the version with its words as a system leaves them that takes UTF-8 for windows-1252."""
    return replace(
        version,
        title=_misread(version.title),
        summary=_misread(version.summary),
        paragraphs=tuple(_misread(paragraph) for paragraph in version.paragraphs),
    )


def _misread(text: str) -> str:
    """Return UTF-8 read as windows-1252; its five bytes without a character stay control characters (WHATWG Encoding, 9)."""
    return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


def _shown_paragraphs(version: Version) -> tuple[str, ...]:
    return version.paragraphs[:1] if version.serve == "paywall" else version.paragraphs


def _paywall(outlet: Outlet, version: Version) -> str:
    """Return the box that follows the first paragraph where readers have to pay for the others."""
    if version.serve != "paywall":
        return ""
    words = outlet.words
    return f"""<div class="paywall subscription-wall" data-wall="metered">
<h3>{escape(words["paywall_title"])}</h3>
<p>{escape(words["paywall_text"])}</p>
<a class="button" href="/subscribe">{escape(words["subscribe"])}</a> <a href="/login">{escape(words["sign_in"])}</a>
</div>
"""


def _anchor(version: Version) -> str:
    return f'<a href="{escape(version.path)}">{escape(version.title)}</a>'


def _others(outlet: Outlet, version: Version) -> list[str]:
    """Return links to other stories that were online when this version came out, then the house's own teasers."""
    online = (each for each in outlet.online(min(version.editions)) if each.article_id != version.article_id)
    links = [_anchor(each) for each in online]
    links += [f'<a href="/archive/{at}">{escape(title)}</a>' for at, title in enumerate(outlet.teasers, start=1)]
    return list(islice(links, TEASERS))


def _items(links: list[str]) -> str:
    return "".join(f"<li>{link}</li>" for link in links)


def _navigation(outlet: Outlet) -> str:
    links = (f'<a href="/section/{at}">{escape(name)}</a>' for at, name in enumerate(outlet.sections, start=1))
    return "".join(f"<li>{link}</li>" for link in links)


def _written(version: Version) -> str:
    """Return the publication time as ISO 8601, without an offset where the version is naive."""
    return (version.published_at.replace(tzinfo=None) if version.naive else version.published_at).isoformat()


def _shown(version: Version) -> str:
    return version.published_at.strftime("%d.%m.%Y %H:%M")


def _json_ld(outlet: Outlet, version: Version) -> str:
    if not version.json_ld:
        return ""
    linked: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": version.title,
        "description": version.summary,
        "datePublished": _written(version),
        "dateModified": version.modified_at.isoformat(),
        "inLanguage": version.language,
        "mainEntityOfPage": outlet.address(version),
        "author": [{"@type": "Person", "name": version.author or outlet.name}],
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.name},
    }
    if version.serve == "paywall":
        locked = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywall"}
        linked |= {"isAccessibleForFree": False, "hasPart": locked}
    text = json.dumps(linked, ensure_ascii=outlet.encoding != "utf-8", indent=1).replace("<", "\\u003c")
    return f'<script type="application/ld+json">\n{text}\n</script>\n'


def _open_graph(outlet: Outlet, version: Version) -> str:
    """Return the meta elements a social network reads; values are attribute-escaped."""
    pairs = {
        "og:type": "article",
        "og:title": version.title,
        "og:description": version.summary,
        "og:url": outlet.address(version),
        "og:site_name": outlet.name,
        "og:locale": version.language,
    }
    return "".join(f'<meta property="{name}" content="{escape(value)}">\n' for name, value in pairs.items())


# ── Templates ─────────────────────────────────────────────────────────────────────────────────────


def _broadsheet(outlet: Outlet, version: Version) -> str:
    words = outlet.words
    body = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in _shown_paragraphs(version)[:2])
    rest = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in _shown_paragraphs(version)[2:])
    author = f'<span class="byline__name" rel="author">{escape(version.author)}</span>' if version.author else ""
    changed = (
        f'<time class="updated" datetime="{version.updated_at.isoformat()}">{escape(words["updated"])}</time>'
        if version.updated_at
        else ""
    )
    return f"""<!DOCTYPE html>
<html lang="{version.language}" prefix="og: https://ogp.me/ns#">
<head>
<meta charset="{outlet.charset}">
<title>{escape(version.title)} | {escape(outlet.name)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{escape(version.summary)}">
<link rel="canonical" href="{outlet.address(version)}">
<link rel="alternate" type="application/rss+xml" href="{outlet.feed_path}">
{_open_graph(outlet, version)}<meta property="article:published_time" content="{_written(version)}">
{_json_ld(outlet, version)}<style>.visually-hidden{{position:absolute;left:-999em}}</style>
</head>
<body>
<div id="cookie-banner" class="cookie-banner" role="region"><p>{escape(words["cookies"])}</p>
<button>{escape(words["accept"])}</button></div>
<header class="site-header"><a class="logo" href="/">{escape(outlet.name)}</a>
<nav aria-label="main"><ul>{_navigation(outlet)}</ul></nav></header>
<main>
<article class="story">
<header><p class="kicker"><a href="/section/1">{escape(version.section)}</a></p>
<h1>{escape(version.title)}</h1>
<p class="standfirst">{escape(version.summary)}</p>
<div class="byline">{author} <time datetime="{_written(version)}">{_shown(version)}</time> {changed}</div></header>
<ul class="share"><li><a href="#">{escape(words["share"])}</a></li></ul>
<div class="story-body">
{body}
<aside class="newsletter-box"><h3>{escape(words["newsletter"])}</h3><form><input type="email"><button>OK</button></form></aside>
{rest}
{_paywall(outlet, version)}</div>
</article>
<section class="related" aria-label="related"><h2>{escape(words["related"])}</h2><ul>{_items(_others(outlet, version))}</ul></section>
</main>
<footer class="site-footer"><nav><ul>{_navigation(outlet)}</ul></nav>
<p>{escape(words["imprint"])}</p>
<p class="notice">{NOTICE}</p></footer>
</body>
</html>
"""


def _grid(outlet: Outlet, version: Version) -> str:
    words = outlet.words
    others = _others(outlet, version)
    paragraphs = [f'<p class="text-block">{escape(paragraph)}</p>' for paragraph in _shown_paragraphs(version)]
    if len(paragraphs) > 3:
        aside = f'<div class="inline-promo"><span>{escape(words["related"])}:</span> {"".join(others[:1])}</div>'
        paragraphs.insert(3, aside)
    author = f'<meta name="author" content="{escape(version.author)}">\n' if version.author else ""
    return f"""<!DOCTYPE html>
<html lang="{version.language}">
<head>
<meta charset="{outlet.charset}">
<title>{escape(version.title)} - {escape(outlet.name)}</title>
<link rel="canonical" href="{outlet.address(version)}">
{_open_graph(outlet, version)}<meta property="article:published_time" content="{_written(version)}">
<meta property="article:section" content="{escape(version.section)}">
{author}{_json_ld(outlet, version)}</head>
<body class="page page--article">
<div class="topbar"><div class="topbar__inner"><a href="/">{escape(outlet.name)}</a><ul class="menu">{_navigation(outlet)}</ul></div></div>
<div class="wrap"><div class="row">
<div class="col-8">
<div class="crumbs"><a href="/">{escape(outlet.name)}</a> / <a href="/section/1">{escape(version.section)}</a></div>
<div class="article" itemscope itemtype="https://schema.org/NewsArticle">
<h1 class="article__title" itemprop="headline">{escape(version.title)}</h1>
<div class="article__meta"><span class="date">{_shown(version)}</span> <span>{escape(version.author or "")}</span></div>
<div class="article__lead"><p>{escape(version.summary)}</p></div>
<div class="article__body" itemprop="articleBody">
{chr(10).join(paragraphs)}
{_paywall(outlet, version)}</div>
<div class="tags"><a href="/tag/1">{escape(version.section)}</a></div>
</div>
<div class="comments"><h4>{escape(words["comments"])}</h4><p>{escape(words["no_comments"])}</p></div>
</div>
<div class="col-4 sidebar"><div class="widget"><h4>{escape(words["most_read"])}</h4><ol>{_items(others)}</ol></div>
<div class="widget widget--subscribe"><h4>{escape(words["newsletter"])}</h4><input type="email"></div></div>
</div></div>
<div class="bottom"><p>{escape(words["imprint"])}</p><p>{NOTICE}</p></div>
<div class="gdpr-popup"><p>{escape(words["cookies"])}</p><a href="#">{escape(words["accept"])}</a></div>
</body>
</html>
"""


def _shouted(outlet: Outlet, version: Version) -> str:
    words = outlet.words
    text = "\n".join(f'<P><font face="Arial" size="2">{escape(paragraph)}</font>' for paragraph in version.paragraphs)
    menu = " | ".join(
        f'<a href="/r{at}.html"><font color="#ffffff">{escape(name)}</font></a>'
        for at, name in enumerate(outlet.sections, start=1)
    )
    teasers = "<br>\n".join(f"&bull; {link}" for link in _others(outlet, version))
    return f"""<HTML>
<HEAD>
<META http-equiv="Content-Type" content="text/html; charset={outlet.charset}">
<TITLE>{escape(outlet.name)}: {escape(version.title)}</TITLE>
<META name="description" content="{escape(version.summary)}">
<META name="date" content="{_written(version)}">
<LINK rel="canonical" href="{outlet.address(version)}">
{_json_ld(outlet, version)}</HEAD>
<BODY bgcolor="#ffffff" topmargin="0">
<DIV id="header" style="background:#003366"><font size="5" color="#ffffff"><b>{escape(outlet.name)}</b></font>
<DIV id="menu" align="right">{menu}</DIV></DIV>
<div style="width:700px;float:left">
<font size="2" color="#777777">{_shown(version)} &nbsp; {escape(version.section)}</font>
<H1><font face="Georgia">{escape(version.title)}</font></H1>
<div id="news_text"><b>{escape(version.summary)}</b>
{text}
</div>
<DIV class="author" align="right"><i>{escape(version.author or "")}</i></DIV>
<DIV class="print"><a href="?print=1">{escape(words["print"])}</a></DIV>
</div>
<DIV id="sidebar" class="sidebar"><b>{escape(words["most_read"])}</b><br>
{teasers}
<hr><b>{escape(words["newsletter"])}</b><form><input name="email" size="20"></form></DIV>
<br clear="all">
<DIV id="footer" align="center"><font size="1">{escape(words["imprint"])}<br>{NOTICE}</font></DIV>
</BODY>
</HTML>
"""


def _blocks(outlet: Outlet, version: Version) -> str:
    words = outlet.words
    text = "\n".join(
        f'<div class="b-text b-text_p"><div class="b-text__in"><span>{escape(paragraph)}</span></div></div>'
        for paragraph in version.paragraphs
    )
    cards = "".join(f'<news-card class="card"><div>{link}</div></news-card>' for link in _others(outlet, version))
    return f"""<!doctype html>
<html lang={version.language}>
<head><meta charset={outlet.charset}>
<title>{escape(version.title)}</title>
<meta name=description content="{escape(version.summary)}">
<meta itemprop=datePublished content="{_written(version)}">
{_open_graph(outlet, version)}{_json_ld(outlet, version)}<script>window.__page = {{"layout": "<div class='fake'>", "ads": true}};</script>
</head>
<body>
<site-top><div class=menu>{_navigation(outlet)}</div></site-top>
<div class="b-cookie">{escape(words["cookies"])} <a href=#>{escape(words["accept"])}</a></div>
<section class=b-layout>
<section class="b-layout__main">
<article-view>
<div class="b-head"><h1>{escape(version.title)}</h1><div class="b-head__time">{_shown(version)}</div></div>
<div class="b-article" role=article>
<div class="b-text b-text_lead"><div class="b-text__in"><strong>{escape(version.summary)}</strong></div></div>
{text}
</div>
<div class="b-author">{escape(version.author or outlet.name)}</div>
</article-view>
</section>
<section class="b-layout__side"><div class=b-title>{escape(words["most_read"])}</div>{cards}</section>
</section>
<site-bottom><div>{escape(words["imprint"])}</div><div>{NOTICE}</div></site-bottom>
</body></html>
"""


TEMPLATES: Mapping[str, Callable[[Outlet, Version], str]] = {
    "broadsheet": _broadsheet,
    "grid": _grid,
    "shouted": _shouted,
    "blocks": _blocks,
}
