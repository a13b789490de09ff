"""Language tags as publishers write them → ISO 639-1."""

import re

_ISO_639_1 = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el "  # codespell:ignore
    "en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu "  # codespell:ignore
    "ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na "  # codespell:ignore
    "nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so "  # codespell:ignore
    "sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "  # codespell:ignore
)
# ISO 639-2, bibliographic and terminological codes, of languages that news is written in.
_ISO_639_2 = (
    "afr:af alb:sq sqi:sq amh:am ara:ar arm:hy hye:hy aze:az baq:eu eus:eu bel:be ben:bn bos:bs bul:bg bur:my mya:my "  # codespell:ignore
    "cat:ca chi:zh zho:zh cmn:zh cze:cs ces:cs dan:da dut:nl nld:nl eng:en est:et fin:fi fre:fr fra:fr geo:ka kat:ka "  # codespell:ignore
    "ger:de deu:de gre:el ell:el guj:gu hau:ha heb:he hin:hi hrv:hr hun:hu ice:is isl:is ind:id gle:ga ita:it jpn:ja "  # codespell:ignore
    "kan:kn kaz:kk khm:km kor:ko kur:ku kir:ky lao:lo lat:la lav:lv lit:lt ltz:lb mac:mk mkd:mk may:ms msa:ms mal:ml "  # codespell:ignore
    "mlt:mt mar:mr mon:mn nep:ne nor:no nob:nb nno:nn per:fa fas:fa pes:fa pol:pl por:pt pus:ps pan:pa rum:ro ron:ro "  # codespell:ignore
    "rus:ru srp:sr scc:sr sin:si slo:sk slk:sk slv:sl som:so spa:es swa:sw swe:sv tam:ta tat:tt tel:te tha:th tgk:tg "  # codespell:ignore
    "tuk:tk tur:tr uig:ug ukr:uk urd:ur uzb:uz vie:vi wel:cy cym:cy yid:yi zul:zu glg:gl fil:tl tgl:tl "  # codespell:ignore
)
_CODES = frozenset(_ISO_639_1.split())
_THREE_LETTERS = dict(pair.split(":") for pair in _ISO_639_2.split())
# Country codes and retired codes that stand where a language should.
_MISTAKEN = {"ua": "uk", "cz": "cs", "gr": "el", "jp": "ja", "cn": "zh", "iw": "he", "in": "id", "ji": "yi", "dk": "da"}
_NAMES = {
    "english": "en",
    "russian": "ru",
    "ukrainian": "uk",
    "turkish": "tr",
    "german": "de",
    "french": "fr",
    "polish": "pl",
    "arabic": "ar",
    "chinese": "zh",
    "spanish": "es",
}


def language_of(tag: str | None) -> str | None:
    """Return the ISO 639-1 code of a BCP 47 tag, an ISO 639-2 code or an English name; None if it is none."""
    first = re.split(r"[-_\s,;]", (tag or "").strip().lower(), maxsplit=1)[0]
    if first in _CODES:
        return first
    return _THREE_LETTERS.get(first) or _MISTAKEN.get(first) or _NAMES.get(first)
