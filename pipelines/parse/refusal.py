"""How this stage says no."""

from pipelines.records import Reason, Rejected

STAGE = "parse"
MAX_DETAIL = 300


def reject(reason: Reason, detail: str = "", *, guid: str | None = None) -> Rejected:
    """Return a `Rejected` of this stage; `detail` loses control characters and all beyond 300 characters.

    `guid` is the refused thing's own id, if it has one.
    """
    shown = "".join(char if char.isprintable() else " " for char in detail[: MAX_DETAIL * 2])
    return Rejected(stage=STAGE, reason=reason, detail=" ".join(shown.split())[:MAX_DETAIL], guid=guid)
