"""The addresses of pages, in a form in which two spellings of one address are equal."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from claimtrack.model.vocabulary import is_url
from claimtrack.rules.archives import ARCHIVES

# Most addresses: nothing to decode, no port, no fragment, no other address inside; and the most usual archived copy.
_PLAIN: Final = re.compile(r"https?://([a-z0-9.-]+)((?:/[!$&-9;=@-~]*)?)(\?[!$&-;=?-~]+)?\Z")
_COPY: Final = re.compile(r"https?://web\.archive\.org/web/[0-9]+(?:[a-z]{2}_)?/")
_LONGEST: Final = 8192  # characters of an address that a web server takes


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
    if plain and plain[1] not in ARCHIVES and "utm_" not in (query := plain[3] or "").lower():
        return f"https://{plain[1]}{plain[2].rstrip('/')}{query}"
    if len(url) > _LONGEST:
        return url
    from claimtrack.rules.unusual_addresses import unusual_address  # noqa: PLC0415 - slow to import, and rarely needed

    return unusual_address(url)


def typed_address(text: str) -> str | None:
    """Return the address that a user typed, whatever the case of its scheme; None if the text is no http(s) URL."""
    scheme, colon, rest = text.partition(":")
    url = f"{scheme.lower()}{colon}{rest}"
    return address(url) if is_url(url) else None
