"""Who decides something, and the reason that everybody who sees it reads: of decisions, corrections, acknowledgements."""

import os
import pwd
import unicodedata

from pipelines.errors import SettingsError
from pipelines.records import LONGEST_WHY


def author_of(who: str | None) -> str:
    """Return who decides: as given, else the user of this machine."""
    return " ".join((who or "").split()) or pwd.getpwuid(os.getuid()).pw_name


def reason_of(why: str, what: str = "A decision") -> str:
    """Return a reason as one line without control characters. Raises `SettingsError` where there is none.

    `what` begins the sentence that says so.
    """
    reason = " ".join("".join(each for each in why if each.isspace() or unicodedata.category(each) != "Cc").split())
    if not reason or len(reason) > LONGEST_WHY:
        raise SettingsError(
            f"{what} needs its reason, in at most {LONGEST_WHY:,} characters.",
            where="the reason why (--why)",
            next_step="Say in a sentence why: others will read it beside the row.",
        )
    return reason
