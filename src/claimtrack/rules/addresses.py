"""The addresses of pages, in a form in which two spellings of one address are equal."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from claimtrack.model.names import composed
from claimtrack.model.vocabulary import UNFIT, is_url

# The web archives that may leave out the scheme of the original.
_WAYBACK: Final = frozenset({"web.archive.org", "archive.org", "www.archive.org", "wayback.archive.org"})
# The web archives that may put the address of the original anywhere in that of the copy.
_ARCHIVES: Final = _WAYBACK | {
    *(f"archive.{ending}" for ending in ("ph", "today", "is", "li", "vn", "fo", "md")),
    *("timetravel.mementoweb.org", "webcache.googleusercontent.com", "www.webcitation.org", "webcitation.org"),
}

# Most addresses: nothing to decode, no port, no fragment, no other address inside; and the most usual archived copy.
_PLAIN: Final = re.compile(r"https?://([a-z0-9.-]+)((?:/[!$&-9;=@-~]*)?)(\?[!$&-;=?-~]+)?\Z")
_COPY: Final = re.compile(r"https?://web\.archive\.org/web/[0-9]+(?:[a-z]{2}_)?/")
_LONGEST: Final = 8192  # characters of an address that a web server takes

# The patterns below are compiled when one is needed, which is rare.
_PARTS: Final = r"(?is)https?://([^/?#]*)([^?#]*)(\??[^#]*)(.*)"
_DEFAULT_PORTS: Final = (":", ":80", ":443")
_ENCODED: Final = r"(?:%[0-9A-Fa-f]{2})+"
_UNRESERVED: Final = r"[A-Za-z0-9._~-]"  # by RFC 3986 the same, encoded or not
_UNFIT: Final = f"[{UNFIT}]"

_INSIDE: Final = r"(?i)https?:/|https?%3A%2F"
# All other archives that the public runs write so: a moment, perhaps a flag such as id_, and the original.
_MOMENT: Final = r"(?i)/(?:[0-9]{4,14}|\*)(?:[a-z]{2}_)?/(?=https?:/)"
# An original without its scheme.
_SCHEMELESS: Final = r"/web/[0-9*]+(?:[a-z]{2}_)?/(?=[^/?#]*\.)"
_HOST: Final = r"\.?((?:[^\s/?#@:.]+\.)+[^\s/?#@:.]+)\.?"
_CACHED: Final = r"[?&]q=cache(?::|%3A)(?:[\w-]{12}(?::|%3A))?([^+&#\s]+)"
_ASKED: Final = r"[?&]url=([^&#]+)"
_SCHEME: Final = r"(?i)(https?):/+"


@lru_cache(maxsize=8192)
def address(url: str) -> str:
    """Return the address that an http(s) URL leads to, in one spelling, itself a URL; of an archived copy, the original's.

    The scheme, the host's case, a default port, trailing slashes, `utm_…` parameters and a fragment that does not begin
    with `/` or `!` make no difference, nor does it whether a letter is percent-encoded.

    >>> address("http://Example.org:80/a/?utm_source=x#top")
    'https://example.org/a'
    >>> address("https://web.archive.org/web/2025/https://example.org/a")
    'https://example.org/a'
    """
    copy = _COPY.match(url)
    plain = _PLAIN.match(url, copy.end() if copy else 0)
    if plain and plain[1] not in _ARCHIVES and "utm_" not in (query := plain[3] or "").lower():
        return f"https://{plain[1]}{plain[2].rstrip('/')}{query}"
    if len(url) > _LONGEST:
        return url
    return _in_one_spelling(url)


def typed_address(text: str) -> str | None:
    """Return the address that a user typed, whatever the case of its scheme; None if the text is no http(s) URL."""
    scheme, colon, rest = text.partition(":")
    url = f"{scheme.lower()}{colon}{rest}"
    return address(url) if is_url(url) else None


def typed_host(text: str) -> str | None:
    """Return the host that a user typed, such as "reuters.com"; None if the text is none."""
    match = re.fullmatch(_HOST, text)
    return _one_host(match[1]) if match else None


def is_at(url: str, host: str) -> bool:
    """Return whether an http(s) URL is at a host or below it; one that begins with "www." has no others below it.

    The URL of an archived copy is at the archive's host, and at that of the original.
    """
    return any(_is_within(_host(each), host) for each in dict.fromkeys((url, address(url))))


def _is_within(own: str, host: str) -> bool:
    if host.startswith("www."):
        return own.removeprefix("www.") == host.removeprefix("www.")
    return own == host or own.endswith(f".{host}")


def _host(url: str) -> str:
    return _one_host(re.sub(r":[0-9]*\Z", "", _split(url)[0].rpartition("@")[2]))


def _one_host(host: str) -> str:
    """Return a host in one spelling: an international name in its own letters, without case or a dot at the end."""
    host = composed(host).casefold().rstrip(".")
    if "xn--" in host:
        try:
            return host.encode("ascii").decode("idna")
        except UnicodeError:  # nobody can have registered it
            return host
    return host


def _in_one_spelling(url: str) -> str:
    url = _decoded(url)
    while original := _original(url):
        url = _decoded(original)
    authority, path, query, fragment = _split(url)
    kept = [part for part in query[1:].split("&") if not part.lower().startswith("utm_")]
    query = f"?{'&'.join(kept)}" if any(kept) else ""
    return f"https://{authority}{path.rstrip('/')}{query}{fragment if fragment.startswith(('#/', '#!')) else ''}"


def _split(url: str) -> tuple[str, str, str, str]:
    """Return the host as it is compared, the path, the query and the fragment."""
    match = re.match(_PARTS, url)
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
    if host not in _ARCHIVES:
        moment = re.search(_MOMENT, path)
        return _whole(rest[moment.end() :]) if moment else None
    if cached := re.match(_CACHED, query) or re.search(_ASKED, query):
        return _whole(_unquoted(cached[1]))
    if inside := re.search(_INSIDE, path):
        found = rest[inside.start() :]
        return _whole(_unquoted(found) if "%" in inside[0] else found)
    if host in _WAYBACK and (start := re.match(_SCHEMELESS, path)):
        return _whole(rest[start.end() :])
    return None


def _whole(found: str) -> str | None:
    """Return an address that was found inside another one as a URL; None if it is none."""
    scheme = re.match(_SCHEME, found)
    url = f"{scheme[1].lower()}://{found[scheme.end() :]}" if scheme else f"https://{found}"
    return url if is_url(url) else None


def _decoded(url: str) -> str:
    """Return a URL in which only those characters are percent-encoded that have to be, in Unicode's composed form."""
    return composed(re.sub(_ENCODED, _decode, url) if "%" in url else url)


def _decode(run: re.Match[str]) -> str:
    text = _unquoted(run[0], errors="surrogateescape")
    return "".join(char if _is_clear(char) else _encoded(char) for char in text)


def _unquoted(text: str, errors: str = "replace") -> str:
    from urllib.parse import unquote  # noqa: PLC0415 - slow to import, and rarely needed

    return unquote(text, errors=errors)


def _is_clear(char: str) -> bool:
    if char.isascii():
        return re.match(_UNRESERVED, char) is not None
    return char.isprintable() and not re.match(_UNFIT, char)


def _encoded(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode(errors="surrogateescape"))
