"""The sources of one claim: which of them a row means, and what has to be added to the claim."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from claimtrack.book.writing import described, new_source_id
from claimtrack.model.names import composed_source, slug
from claimtrack.model.record import Source
from claimtrack.model.vocabulary import is_url
from claimtrack.rules.addresses import address

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from claimtrack.exchange.drafts import Table


class KnownSources:
    """Sources by id, by address and by title."""

    def __init__(self, sources: Iterable[Source] = ()) -> None:
        self.by_id: dict[str, Table] = {}
        self._by_address: dict[str, list[str]] = {}
        self._by_title: dict[str, list[str]] = {}
        for source in sources:
            date = source.date.written if source.date else None
            self.add(
                source.id, {"url": source.url, "title": source.title, "date": date, "derived_from": source.derived_from}
            )

    def add(self, source_id: str, table: Table) -> None:
        """Add a source; `table` is what is known of it."""
        self.by_id.setdefault(source_id, table)
        if table.get("url"):
            self._by_address.setdefault(address(table["url"]), []).append(source_id)
        elif title := slug(table.get("title") or ""):
            self._by_title.setdefault(title, []).append(source_id)

    def alike(self, known: Table) -> Iterator[str]:
        """Yield the ids of the sources that one of which something is known may be: no title or date is another one."""
        if "url" in known:
            ids = self._by_address.get(address(known["url"]), ())
        else:
            ids = self._by_title.get(slug(known.get("title", "")), ())
        for source_id in ids:
            there = self.by_id[source_id]
            titles = slug(there.get("title") or ""), slug(known.get("title", ""))
            dates = there.get("date"), known.get("date")
            if all(not one or not other or one == other for one, other in (titles, dates)):
                yield source_id


class ClaimSources:
    """The sources that positions on one claim may cite: its own, and the shared ones."""

    def __init__(self, own: Iterable[Source], shared: KnownSources) -> None:
        self._own = KnownSources(own)
        self._shared = shared
        self.new: list[Table] = []  # the tables of sources that have to be added to the claim

    def cite(self, ref: Table) -> str | dict[str, str]:
        """Return the item of a position's `sources` for what a row says of a source; it may become a new one."""
        known = {key: value for key, value in ref.items() if key not in {"at", "id", "named"}}
        source_id = self._find(ref, known)
        return {"id": source_id, "at": ref["at"]} if "at" in ref else source_id

    def is_cited(self, ref: Table, cited: Collection[str]) -> bool:
        """Return whether a source is among those that a position cites."""
        known = {"title": ref["named"], **ref} if "named" in ref else ref
        ids = {ref.get("id"), ref.get("named"), *self._own.alike(known), *self._shared.alike(known)}
        where = address(ref["url"]) if "url" in ref else None
        return any(each in ids or (is_url(each) and address(each) == where) for each in cited)

    def add_origins(self) -> None:
        """Describe the sources from which new ones derive and that nobody describes; leave out what leads in a circle."""
        for table in [*self.new]:
            origin = table.get("derived_from")
            if origin is not None and self._leads_back(table["id"]):
                del table["derived_from"]
            elif origin is not None and not self._is_known(origin):
                self._add(origin, {"url": origin} if is_url(origin) else {})

    def _leads_back(self, source_id: str) -> bool:
        seen = {source_id}
        at: str | None = source_id
        while at and (at := (self._own.by_id.get(at) or self._shared.by_id.get(at) or {}).get("derived_from")):
            if at in seen:
                return True
            seen.add(at)
        return False

    def _find(self, ref: Table, known: Table) -> str:
        if "id" in ref:
            return self._by_id(composed_source(ref["id"]), known)
        if "named" in ref:
            named: str = composed_source(ref["named"])
            if self._is_known(named):
                return named
            known = {"title": named, **known}
        for sources in (self._own, self._shared):
            for source_id in sources.alike(known):
                return source_id
        if known.keys() == {"url"}:
            return str(known["url"])
        source_id = self._new_id(known)
        url, copy = known.get("url"), known.get("archive_url")
        if url is None or copy is None:  # the address of a copy has that of the original in it
            more = {key: value for key, value in known.items() if key not in {"url", "archive_url"}}
            known = described(source_id, url or copy, more)
        return self._add(source_id, known)

    def _by_id(self, source_id: str, known: Table) -> str:
        there = self._own.by_id.get(source_id) or self._shared.by_id.get(source_id)
        if there is not None:
            url, other = known.get("url"), there.get("url")
            if not url or not other or address(url) == address(other):
                return source_id
            source_id = self._free(source_id)
        elif is_url(source_id) and known.keys() <= {"url"}:
            return source_id
        return self._add(source_id, known)

    def _add(self, source_id: str, known: Table) -> str:
        table = {**known, "id": source_id}
        url, copy = known.get("url"), known.get("archive_url")
        if url is not None and copy is not None and url.rstrip("/") == copy.rstrip("/"):
            del table["archive_url"]
        table = {name: table[name] for name in Source._fields if name in table}
        self._own.add(source_id, table)
        self.new.append(table)
        return source_id

    def _new_id(self, known: Table) -> str:
        date = str(known.get("date", ""))
        if "url" in known or "archive_url" in known:
            return self._free(new_source_id(known.get("url") or known["archive_url"], (), date))
        words = slug(known.get("publisher") or known.get("title") or "").split("-")[:4]
        day = date[5:10].replace("-", "") if len(date) >= 10 else ""
        return self._free("-".join(filter(None, ("-".join(words) or "source", day))))

    def _free(self, begin: str) -> str:
        names = (begin if number == 1 else f"{begin}-{number}" for number in count(1))
        return next(name for name in names if not self._is_known(name))

    def _is_known(self, source_id: str) -> bool:
        return source_id in self._own.by_id or source_id in self._shared.by_id
