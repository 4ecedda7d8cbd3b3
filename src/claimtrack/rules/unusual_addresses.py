"""The addresses that need a closer look: with a query, a port, an encoded letter, or that of an archived copy."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from claimtrack.model.names import composed
from claimtrack.model.vocabulary import UNFIT, is_url
from claimtrack.rules.archives import ARCHIVES, WAYBACK

_PARTS: Final = re.compile(r"https?://([^/?#]*)([^?#]*)(\??[^#]*)(.*)", re.IGNORECASE | re.DOTALL)
_DEFAULT_PORTS: Final = (":", ":80", ":443")
_ENCODED: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_UNRESERVED: Final = re.compile(r"[A-Za-z0-9._~-]")  # by RFC 3986 the same, encoded or not
_UNFIT: Final = re.compile(f"[{UNFIT}]")

_INSIDE: Final = re.compile(r"https?:/|https?%3A%2F", re.IGNORECASE)
# All other archives that the public runs write so: a moment, perhaps a flag such as id_, and the original.
_MOMENT: Final = re.compile(r"/(?:[0-9]{4,14}|\*)(?:[a-z]{2}_)?/(?=https?:/)", re.IGNORECASE)
# An original without its scheme.
_SCHEMELESS: Final = re.compile(r"/web/[0-9*]+(?:[a-z]{2}_)?/(?=[^/?#]*\.)")
_CACHED: Final = re.compile(r"[?&]q=cache(?::|%3A)(?:[\w-]{12}(?::|%3A))?([^+&#\s]+)")
_ASKED: Final = re.compile(r"[?&]url=([^&#]+)")
_SCHEME: Final = re.compile(r"(https?):/+", re.IGNORECASE)


def unusual_address(url: str) -> str:
    """Return the address that a URL leads to, in one spelling; see `address`."""
    url = _decoded(url)
    while original := _original(url):
        url = _decoded(original)
    authority, path, query, fragment = _split(url)
    kept = [part for part in query[1:].split("&") if not part.lower().startswith("utm_")]
    query = f"?{'&'.join(kept)}" if any(kept) else ""
    return f"https://{authority}{path.rstrip('/')}{query}{fragment if fragment.startswith(('#/', '#!')) else ''}"


def _split(url: str) -> tuple[str, str, str, str]:
    """Return the host as it is compared, the path, the query and the fragment."""
    match = _PARTS.match(url)
    if match is None:
        raise ValueError(f"{url} is not an http(s) URL")
    user, at, host = match[1].rpartition("@")
    host = host.lower()
    while port := next(filter(host.endswith, _DEFAULT_PORTS), ""):
        host = host.removesuffix(port)
    return user + at + host, match[2], match[3], match[4]


def _original(url: str) -> str | None:
    """Return the address inside the address of an archived copy; None if there is none."""
    host, path, query, fragment = _split(url)
    rest = path + query + fragment
    if host not in ARCHIVES:
        moment = _MOMENT.search(path)
        return _whole(rest[moment.end() :]) if moment else None
    if cached := _CACHED.match(query) or _ASKED.search(query):
        return _whole(unquote(cached[1]))
    if inside := _INSIDE.search(path):
        found = rest[inside.start() :]
        return _whole(unquote(found) if "%" in inside[0] else found)
    if host in WAYBACK and (start := _SCHEMELESS.match(path)):
        return _whole(rest[start.end() :])
    return None


def _whole(found: str) -> str | None:
    """Return an address that was found inside another one as a URL; None if it is none."""
    scheme = _SCHEME.match(found)
    url = f"{scheme[1].lower()}://{found[scheme.end() :]}" if scheme else f"https://{found}"
    return url if is_url(url) else None


def _decoded(url: str) -> str:
    """Return a URL in which only those characters are percent-encoded that have to be, in Unicode's composed form."""
    return composed(_ENCODED.sub(_decode, url) if "%" in url else url)


def _decode(run: re.Match[str]) -> str:
    text = unquote(run[0], errors="surrogateescape")
    return "".join(char if _is_clear(char) else _encoded(char) for char in text)


def _is_clear(char: str) -> bool:
    if char.isascii():
        return _UNRESERVED.match(char) is not None
    return char.isprintable() and not _UNFIT.match(char)


def _encoded(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode(errors="surrogateescape"))
