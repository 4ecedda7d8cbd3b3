"""How many sources are independent: each source followed to the one from which it derives."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimtrack.model.names import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from claimtrack.model.record import Source


class SourceKey(NamedTuple):
    """The key of a source in a folder; `claim` is empty for a shared source and for a bare URL."""

    claim: str
    id: str


class SourceLookup:
    """The sources that a claim can cite: its own first, then the shared ones, then any URL."""

    def __init__(self, claim: str, own: Iterable[Source], shared: Mapping[str, Source]) -> None:
        self._claim = claim
        self._own = {source.id: source for source in own}
        self._shared = shared

    def key(self, source_id: str) -> SourceKey:
        """Return the key of the source that an id or a URL means in this claim."""
        return SourceKey(self._claim if source_id in self._own else "", source_id)

    def get(self, key: SourceKey) -> Source | None:
        """Return a source by its key; None for a bare URL."""
        return (self._own if key.claim else self._shared).get(key.id)

    def parent(self, key: SourceKey) -> SourceKey | None:
        """Return the key of the source from which a source derives, if any."""
        source = self.get(key)
        if source is None or source.derived_from is None:
            return None
        # A shared source cannot derive from one of a claim.
        return self.key(source.derived_from) if key.claim else SourceKey("", source.derived_from)

    def origin(self, source_id: str) -> SourceKey:
        """Return the key of a source's origin; sources that derive from each other are one origin."""
        trail = [self.key(source_id)]
        while (parent := self.parent(trail[-1])) is not None:
            if parent in trail:
                return min(trail[trail.index(parent) :])
            trail.append(parent)
        return trail[-1]

    def origins(self, source_ids: Iterable[str]) -> set[SourceKey]:
        """Return the distinct origins of some sources."""
        return {self.origin(source_id) for source_id in source_ids}


def is_called(source: Source, name: str) -> bool:
    """Return whether a name is a source's id, one of its addresses, or its publisher."""
    publisher = slug(source.publisher or "")
    return name in {source.id, source.url, source.archive_url} or publisher == slug(name) != ""
