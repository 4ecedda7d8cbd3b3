"""The web archives whose addresses contain those of the pages that they copied."""

from __future__ import annotations

from typing import Final

WAYBACK: Final = frozenset({"web.archive.org", "archive.org", "www.archive.org", "wayback.archive.org"})
"""The archives that may leave out the scheme of the original."""
ARCHIVES: Final = WAYBACK | {
    *(f"archive.{ending}" for ending in ("ph", "today", "is", "li", "vn", "fo", "md")),
    *("timetravel.mementoweb.org", "webcache.googleusercontent.com", "www.webcitation.org", "webcitation.org"),
}
"""The archives that may put the address of the original anywhere in that of the copy."""
