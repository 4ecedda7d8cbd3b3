"""The references of a wikitext: each source is described once, and then only named."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from claimtrack.exchange.unique_names import UniqueNames
from claimtrack.exchange.wikitext_escape import address, ref_name, template, text
from claimtrack.model.vocabulary import is_url

if TYPE_CHECKING:
    from claimtrack.model.dates import Span
    from claimtrack.model.record import Source, SourceRef
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.origins import SourceKey

# The day in the address of an archived copy, as web.archive.org and archive.today write it.
_ARCHIVED: Final = re.compile(
    r"https?://(?:web\.archive\.org/web|archive\.(?:ph|today|is))/(\d{4})\.?(\d\d)\.?(\d\d)\D?\d*"
)
_UNSOURCED: Final = "{{citation needed}}"


class References:
    """The references of a text."""

    def __init__(self) -> None:
        self._names: dict[SourceKey, str] = {}
        self._unique = UniqueNames("-")

    def cite(self, state: ClaimState, cited: tuple[SourceRef, ...]) -> str:
        """Return the references to what a position of a claim cites; or that it cites nothing."""
        return "".join(self._reference(state, each) for each in dict.fromkeys(cited)) or _UNSOURCED

    def _reference(self, state: ClaimState, cited: SourceRef) -> str:
        key = state.lookup.key(cited.id)
        at = f"{{{{rp|at={text(cited.at)}}}}}" if cited.at else ""
        if key in self._names:
            return f'<ref name="{self._names[key]}" />{at}'
        source = state.lookup.get(key)
        self._names[key] = self._new_name(source.id if source else cited.id)
        return f'<ref name="{self._names[key]}">{_described(source, cited.id, state)}</ref>{at}'

    def _new_name(self, source_id: str) -> str:
        """Return a name that no other reference has."""
        known = re.sub(r"\Ahttps?://(?:www\.)?", "", source_id) if is_url(source_id) else source_id
        return self._unique.new(ref_name(known[:60]))


def _described(source: Source | None, source_id: str, state: ClaimState) -> str:
    """Return a source as a citation: as a template if its title is known, since that requires one, else in words."""
    if source is None:
        return _link(source_id, None)
    archived, url = _archived(source), source.url and address(source.url)
    if source.title is None:
        said = [
            _link(source.url, source.publisher or source.author) if source.url else text(source.publisher or source.id)
        ]
        said += [text(source.author)] if source.author and source.publisher else []
        said += [_day(source.date)] if source.date else []
        said += [f"[{address(source.archive_url)} archived copy]"] if source.archive_url else []
        return ", ".join(said) + "."
    origin = state.lookup.get(state.lookup.origin(source_id))
    agency = origin.publisher if origin and origin.publisher != source.publisher else None
    citation = template(
        "cite news",
        [
            ("author", source.author and text(source.author)),
            ("title", text(source.title)),
            ("url", url),
            ("work", source.publisher and text(source.publisher)),
            ("agency", agency and text(agency)),
            ("date", source.date and _day(source.date)),
            ("archive-url", archived and source.archive_url and address(source.archive_url)),
            ("archive-date", archived),
            # Somebody read it at its address.
            ("url-status", "live" if archived and url and source.retrieved else None),
            ("access-date", _day(source.retrieved) if url and source.retrieved and source.retrieved.is_day else None),
            ("language", source.lang),
            ("quote", source.quote and text(source.quote)),
        ],
    )
    if source.archive_url and not archived:  # the template requires the day of a copy
        return f"{citation} [{address(source.archive_url)} Archived copy]."
    return citation


def _link(url: str, label: str | None) -> str:
    return f"[{address(url)} {text(label)}]" if label else address(url)


def _archived(source: Source) -> str | None:
    """Return the day on which the archived copy of a source was made, if its address says it."""
    found = _ARCHIVED.match(source.archive_url or "")
    if found is None or source.url is None:
        return None
    try:
        return long_date(date(*map(int, found.groups())).isoformat())
    except ValueError:
        return None


def _day(span: Span) -> str:
    return long_date(span.written.partition("T")[0])


_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def long_date(written: str) -> str:
    """Return a day, a month or a year as an article writes it: "8 May 2025"."""
    year, *rest = written.split("-")
    month = [_MONTHS[int(rest[0]) - 1]] if rest else []
    return " ".join([*(str(int(day)) for day in rest[1:]), *month, year])
