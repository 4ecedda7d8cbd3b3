"""Which sources are independent: each one is followed to the source from which it derives, and an address counts once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.model.names import slug
from claimtrack.model.vocabulary import is_url
from claimtrack.rules.addresses import address, is_at, typed_address, typed_host

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from claimtrack.model.record import Claim, Source


class SourceKey(NamedTuple):
    """The key of a source in a folder; `claim` is empty for a shared source, and for an address that no source has."""

    claim: str
    id: str


class Citations(NamedTuple):
    """The sources of a claim, and what each of its positions cites."""

    claim: str  # the claim's id
    sources: Sequence[Source]  # its own ones
    positions: Sequence[Sequence[str]]  # the ids and URLs that each position cites, in the order of the file

    @classmethod
    def of(cls, claim: Claim) -> Citations:
        """Return those of a claim."""
        return cls(claim.id, claim.sources, [[ref.id for ref in position.sources] for position in claim.positions])


def addresses(source: Source) -> list[str]:
    """Return the addresses of a source, its archived copy's included, in the form in which they are compared."""
    urls = [url for url in (source.url, source.archive_url) if url is not None and is_url(url)]
    if is_url(source.id):
        urls.insert(0, source.id)
    if len(urls) < 2:
        return [*map(address, urls)]
    return list(dict.fromkeys(map(address, urls)))


def by_address(sources: Iterable[Source]) -> dict[str, str]:
    """Return the ids of sources by their addresses; of several sources with one address, the first."""
    found: dict[str, str] = {}
    for source in sources:
        for each in addresses(source):
            found.setdefault(each, source.id)
    return found


def description(source: Source) -> object:
    """Return what tells the sources of one address apart; None for a source without an address."""
    url = source.url or source.archive_url
    if url is None or not is_url(url):
        return None
    return address(url), source.archive_url, source.date, source.title


class SharedSources(dict[str, "Source"]):
    """The sources of sources.toml by id, and what follows from their addresses."""

    @cached_property
    def by_address(self) -> dict[str, str]:
        """The ids by address; of several sources with one address, the first in the order of ids."""
        return by_address(self[source_id] for source_id in sorted(self))

    @cached_property
    def alike(self) -> dict[object, str]:
        """The ids by the descriptions; of several sources that are described alike, the first in the order of ids."""
        found: dict[object, str] = {}
        for source_id in sorted(self):
            found.setdefault(description(self[source_id]), source_id)
        found.pop(None, None)
        return found

    @cached_property
    def works(self) -> Works:
        """The sources that have an address in common."""
        return Works((SourceKey("", source_id), self[source_id]) for source_id in sorted(self))

    def key(self, source_id: str) -> SourceKey:
        """Return the key of the source that an id or a URL means; a URL means the source with that address."""
        if not is_url(source_id):
            return SourceKey("", source_id)
        where = address(source_id)
        return SourceKey("", self.by_address.get(where, where))

    def written(self, source_id: str) -> list[str]:
        """Return the id of a source, if it is no URL, and the addresses that mean this source, as `cited_as` gives them."""
        source = self.get(source_id)
        urls = [each for each in addresses(source) if self.by_address[each] == source_id] if source else []
        return list(dict.fromkeys([cited_as(source_id), *urls]))


def cited_as(source_id: str) -> str:
    """Return what a position cites in the form in which it is compared: an id as it is, a URL as an address."""
    return address(source_id) if is_url(source_id) else source_id


class Works:
    """Finds the source that stands for all that have an address in common, each directly or by way of others."""

    def __init__(self, sources: Iterable[tuple[SourceKey, Source]], others: Works | None = None) -> None:
        """Take some sources by their keys; they are added to `others`, which stay as they are."""
        self._others = others
        self._links: dict[str, str] = {}  # leads from an address to another one of its work
        # The first source of a work, and the first that derives from another one, by the address at the end of the links.
        self._works: dict[str, tuple[SourceKey, SourceKey | None]] = {}
        for key, source in sources:
            self._add(key, source)

    def standing_for(self, source: Source) -> SourceKey | None:
        """Return one source for all with an address in common: one that derives from another, else the first."""
        known = addresses(source)
        work = self._get(self._end(known[0])) if known else None
        return work and (work[1] or work[0])

    def _add(self, key: SourceKey, source: Source) -> None:
        ends = list(dict.fromkeys(map(self._end, addresses(source))))
        found = [*filter(None, map(self._get, ends)), (key, key if source.derived_from is not None else None)]
        for end in ends[1:]:
            self._links[end] = ends[0]
        if ends:
            self._works[ends[0]] = (found[0][0], next((copy for _, copy in found if copy), None))

    def _end(self, where: str) -> str:
        start = end = self._others._end(where) if self._others else where  # noqa: SLF001 - another one of this class
        while end in self._links:
            end = self._links[end]
        while start != end:  # the way is short next time
            self._links[start], start = end, self._links[start]
        return end

    def _get(self, end: str) -> tuple[SourceKey, SourceKey | None] | None:
        return self._works.get(end) or (self._others._get(end) if self._others else None)  # noqa: SLF001


class Origins:
    """Follows each source to its origin; remembers what was found, so that the work grows with the sources alone."""

    def __init__(self, onward: Callable[[SourceKey], SourceKey | None]) -> None:
        """Take a function that returns the source to which one leads; None if it is an origin."""
        self._onward = onward
        self._known: dict[SourceKey, SourceKey] = {}

    def __call__(self, key: SourceKey) -> SourceKey:
        """Return the key of a source's origin; sources that lead to each other are one origin."""
        trail: dict[SourceKey, int] = {}
        step: SourceKey | None = key
        while step is not None and step not in self._known and step not in trail:
            trail[step] = len(trail)
            step = self._onward(step)
        steps = list(trail)
        if step is None:
            origin = steps[-1]
        elif step in trail:
            origin = min(steps[trail[step] :])
        else:
            origin = self._known[step]
        self._known.update(dict.fromkeys(steps, origin))
        return origin


class SourceLookup:
    """The sources that a claim can cite: its own first, then the shared ones, then any URL."""

    def __init__(self, claim: str, own: Iterable[Source], shared: Mapping[str, Source]) -> None:
        self._claim = claim
        self._own = {source.id: source for source in own}
        self._keys: dict[str, SourceKey] = {}
        self.shared = shared if isinstance(shared, SharedSources) else SharedSources(shared)

    def key(self, source_id: str) -> SourceKey:
        """Return the key of the source that an id or a URL means in this claim; a URL means the source with that address."""
        if source_id not in self._keys:
            self._keys[source_id] = self._key(source_id)
        return self._keys[source_id]

    def _key(self, source_id: str) -> SourceKey:
        if source_id in self._own:
            return SourceKey(self._claim, source_id)
        if self._own and is_url(source_id) and (own := self._own_by_address.get(address(source_id))):
            return SourceKey(self._claim, own)
        return self.shared.key(source_id)

    @cached_property
    def _own_by_address(self) -> dict[str, str]:
        return by_address(self._own.values())

    def get(self, key: SourceKey) -> Source | None:
        """Return a source by its key; None for an address that no source has."""
        return (self._own if key.claim else self.shared).get(key.id)

    def parent(self, key: SourceKey) -> SourceKey | None:
        """Return the key of the source from which a source derives, if any."""
        source = self.get(key)
        if source is None or source.derived_from is None:
            return None
        # A shared source cannot derive from one of a claim.
        return self.key(source.derived_from) if key.claim else self.shared.key(source.derived_from)

    def origin(self, source_id: str) -> SourceKey:
        """Return the key of a source's origin; sources that derive from each other are one origin."""
        return self._origins(self.key(source_id))

    def origins(self, source_ids: Iterable[str]) -> set[SourceKey]:
        """Return the distinct origins of some sources."""
        return {self.origin(source_id) for source_id in source_ids}

    @cached_property
    def _origins(self) -> Origins:
        own = [(SourceKey(self._claim, source.id), source) for source in self._own.values()]
        works = Works(own, self.shared.works)
        return Origins(lambda key: self.parent(key) or onward(key, self.get(key), works))


def onward(key: SourceKey, source: Source | None, works: Works) -> SourceKey | None:
    """Return the source that stands for the address of one that derives from no other; None if it does so itself."""
    standing = works.standing_for(source) if source is not None else None
    return None if standing == key else standing


class Name:
    """A name by which the user asks for sources: an id, an address, a host, or a publisher."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.address: Final = typed_address(name)
        self.host: Final = typed_host(name)
        self._publisher: Final = slug(name)

    def means(self, source: Source) -> bool:
        """Return whether the name is a source's id, one of its addresses or the host of one, or its publisher."""
        return self.fits(source.id, source.url, source.archive_url, slug(source.publisher or ""))

    def means_cited(self, cited: str) -> bool:
        """Return whether the name is an address that positions cite, or the host of one; it is given in one spelling."""
        return self.address == cited or (self.host is not None and is_url(cited) and is_at(cited, self.host))

    def fits(self, source_id: str, url: str | None, archive_url: str | None, publisher: str | None) -> bool:
        """Return what `means` does for a source of which this is known; the publisher is given as a slug."""
        if self._name == source_id or (publisher and publisher == self._publisher):
            return True
        urls = [each for each in (source_id, url, archive_url) if each and is_url(each)]
        if self.address is not None:
            return any(address(each) == self.address for each in urls)
        return self.host is not None and any(is_at(each, self.host) for each in urls)
