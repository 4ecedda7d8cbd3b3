"""The pages about all claims: the front page, lists, matrix, map, sources and feed, and the answers as JSON."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from claimtrack.model.names import slug
from claimtrack.render import listings, matrix, phrases, shifts
from claimtrack.rules.claim_row import ClaimRows
from claimtrack.rules.search import sort_key
from claimtrack.site import feed, source_pages
from claimtrack.site.claim_page import ClaimPages
from claimtrack.site.front_page import FrontPages
from claimtrack.site.links import PageLinks
from claimtrack.site.map_page import linked_claims, other_links
from claimtrack.site.party_page import PartyPages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from claimtrack.book.book import Book
    from claimtrack.book.overview import Overview
    from claimtrack.book.rows import SourceRow
    from claimtrack.render.view import View
    from claimtrack.rules.claim_row import ClaimRow
    from claimtrack.rules.origins import SourceKey
    from claimtrack.rules.shift_row import ShiftRow
    from claimtrack.site.links import SitePages
    from claimtrack.site.map_page import ClaimLink
    from claimtrack.site.page_writer import PageWriter, SiteFacts

    Keyed = tuple[Sequence[SourceKey], SourceRow]

CLAIMS: Final = 200  # claims on a page of the list
SHIFTS: Final = 400  # shifts in the list


class MadeFrom(NamedTuple):
    """What pages are made from that show several claims, as digests by the claims' ids."""

    facts: Mapping[str, str]  # who stands where and since when, with all names and addresses
    records: Mapping[str, str]  # all that is recorded


class TopPages:
    """Writes the pages about all claims."""

    def __init__(
        self,
        writer: PageWriter,
        site: SiteFacts,
        book: Book,
        overview: Overview,
        pages: SitePages,
        made_from: MadeFrom,
        as_of: str,
        revision: str,
    ) -> None:
        """Take what all of them need; `as_of` and `revision` are the words for as of when and from where they are."""
        self._writer = writer
        self._site = site
        self._book = book
        self._overview = overview
        self._pages = pages
        self._facts = made_from.facts
        self._records = made_from.records
        self._as_of = as_of
        self._revision = revision
        self._rows = {row.id: row for row in overview.rows}
        self._links = PageLinks(pages, 0)
        self._claims = ClaimPages(book.person, self._links, self._rows)
        self._front = FrontPages(overview, self._claims)
        self._parties = PartyPages(overview, (), self._claims)
        self._everything = writer.key(*self._facts.values())

    def write_front(self) -> None:
        """Write the front page, and what has the answers of `list` as JSON."""
        moved, rows = self._front.moved(), self._overview.rows
        disputed = [row for row in rows if row.status == "disputed"]
        self._page(
            "index.html",
            "index.html",
            self._site.title,
            "Who says what, since when, on which source.",
            (self._everything, moved, self._book.unread),
            lambda: {
                "cards": self._front.disputed(),
                "moved": self._parties.shifts(moved),
                "claim_count": len(rows),
                "disputed_count": len(disputed),
                "unread": self._book.unread,
                "topics": sorted({slug(topic): topic for row in rows for topic in row.topics}.items()),
                "parties": [row.person for row in self._overview.parties if row.person.id in self._overview.principals],
            },
            data_path="data/claims.json",
        )
        self._json(
            "data/claims.json", (self._everything,), lambda: listings.claims(self._book, ClaimRows.of(rows, len(rows)))
        )

    def write_claims(self) -> None:
        """Write the list of all claims, on as many pages as needed."""
        rows = sorted(self._overview.rows, key=lambda row: sort_key(row.title))
        parts = [rows[start : start + CLAIMS] for start in range(0, len(rows), CLAIMS)] or [[]]
        targets = [(number, _numbered("claims", number)) for number in range(1, len(parts) + 1)]
        for (number, path), some in zip(targets, parts, strict=True):
            self._page(
                "claims.html",
                path,
                "All claims",
                f"{phrases.count(len(rows), 'claim')}, with who says what.",
                ([self._facts[row.id] for row in some], targets, len(rows)),
                partial(self._cards, some, pages=targets, number=number),
                data_path="data/claims.json",
            )

    def write_matrix(self) -> None:
        """Write the matrix."""

        def values() -> dict[str, Any]:
            parties, lines = self._front.matrix()
            return {"parties": parties, "lines": lines}

        self._page(
            "matrix.html",
            "matrix.html",
            "Matrix: claims by parties",
            "Who asserts, accepts in part or denies what, at a glance.",
            (self._everything,),
            values,
            data_path="data/matrix.json",
        )
        self._json("data/matrix.json", (self._everything,), lambda: matrix.by_claim(self._book, self._overview.matrix))

    def write_parties(self) -> None:
        """Write the list of parties."""
        found = self._overview.parties
        rows = [(self._claims.party(row.person.id), row, [*map(self._claims.party, row.speaks_for)]) for row in found]
        self._page(
            "parties.html",
            "parties.html",
            "Parties",
            "Who took positions, how many, and when last.",
            (rows,),
            lambda: {"rows": rows},
            data_path="data/parties.json",
        )
        self._json("data/parties.json", (found,), lambda: listings.parties(found))

    def write_shifts(self) -> None:
        """Write the latest shifts, and the feed."""
        moved = [row for row in self._overview.shifts if row.move != "first"]
        some = moved[-SHIFTS:]
        self._page(
            "shifts.html",
            "shifts.html",
            "When parties moved",
            "Changes of where somebody stands, from what to what.",
            (some, len(moved), [self._facts[row.claim.id] for row in some]),
            lambda: {"shifts": self._parties.shifts(some), "total": len(moved)},
            data_path="data/shifts.json",
        )
        claims = {row.claim.id for row in some}
        made_from = (some, [(self._facts[claim], self._records[claim]) for claim in sorted(claims)])
        self._json("data/shifts.json", made_from, lambda: shifts.shifts(self._book, self._whole(claims, some)))
        entries = feed.entries(self._overview.shifts, self._links, lambda party: self._book.person(party).name)
        site_id = feed.identifier(self._site.base_url or self._site.title)
        self._writer.render(
            "feed.xml", "feed.xml", {"id": site_id, "entries": entries, "updated": feed.updated(entries)}
        )

    def write_sources(self, found: Sequence[Keyed]) -> None:
        """Write the sources, on as many pages as needed."""
        size = source_pages.PER_PAGE
        parts = [found[start : start + size] for start in range(0, len(found), size)] or [[]]
        targets = [(number + 1, source_pages.source_path(number)) for number in range(len(parts))]
        origins = len({row.origin for _, row in found})
        for (number, path), some in zip(targets, parts, strict=True):
            citing = dict.fromkeys(claim for _, row in some for claim in row.claims if claim in self._facts)
            facts = [self._facts[claim] for claim in citing]
            copied = [self._pages.sources.get(row.origin) for _, row in some]
            self._page(
                "sources.html",
                path,
                "Sources",
                "Every source, what rests on it, and which are copies of others.",
                (some, facts, copied, targets, len(found), origins),
                partial(
                    self._entries,
                    some,
                    words=phrases.origins(len(found), origins),
                    pages=targets,
                    number=number,
                ),
                data_path="data/sources.json",
            )
        self._json("data/sources.json", (found,), lambda: listings.sources([row for _, row in found]))

    def write_map(self, links: Sequence[ClaimLink]) -> None:
        """Write the map of the claims that are linked."""
        ends = {end for link in links for end in (link.start, link.end)}
        self._page(
            "map.html",
            "map.html",
            "Map of linked claims",
            "Which claim implies, contradicts or belongs to which.",
            (links, [fact for claim, fact in self._facts.items() if claim in ends]),
            lambda: {
                "groups": linked_claims(links, self._claims, self._rows),
                "others": other_links(links, self._claims, self._rows),
            },
        )

    def _cards(self, rows: Sequence[ClaimRow], **values: Any) -> dict[str, Any]:  # noqa: ANN401 - what a template takes
        return {"cards": [*map(self._front.card, rows)], **values}

    def _entries(self, found: Sequence[Keyed], **values: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
        return {"entries": source_pages.entries(found, self._overview, self._claims, self._pages.sources), **values}

    def _whole(self, claims: set[str], some: Sequence[ShiftRow]) -> list[ShiftRow]:
        """Return shifts with the positions that moved the lines."""
        wanted = {(row.claim.id, row.party, row.place) for row in some}
        found = self._book.shifts(claims=claims, whole=True)
        return [row for row in found if row.move != "first" and (row.claim.id, row.party, row.place) in wanted]

    def _page(
        self,
        template: str,
        path: str,
        heading: str,
        description: str,
        made_from: tuple[object, ...],
        values: Callable[[], dict[str, Any]],
        data_path: str = "",
    ) -> None:
        """Write a page, unless it is there and was made from the same."""
        key = self._writer.key(made_from, self._as_of, self._revision)
        if not self._writer.is_current(key, path):
            self._writer.page(
                template,
                path,
                heading=heading,
                description=description,
                as_of=self._as_of,
                revision=self._revision,
                key=key,
                **{"data_path": data_path, **values()},
            )

    def _json(self, path: str, made_from: tuple[object, ...], view: Callable[[], View]) -> None:
        """Write an answer as JSON, unless it is there and was made from the same."""
        key = self._writer.key(made_from)
        if not self._writer.is_current(key, path):
            self._writer.json(path, view(), key)


def _numbered(name: str, number: int) -> str:
    return f"{name}.html" if number == 1 else f"{name}-{number}.html"
