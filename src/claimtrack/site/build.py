"""Builds the site of a book: every page from what the book answers, each written only if it changed."""

from __future__ import annotations

import os
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from claimtrack.exchange.selection import Selection
from claimtrack.exchange.to_claimreview import nodes
from claimtrack.model.names import slug
from claimtrack.render import json as json_format
from claimtrack.render import listings, matrix, phrases, shifts
from claimtrack.render.view import Pages as WholeClaims
from claimtrack.rules.claim_row import ClaimRows
from claimtrack.rules.search import haystack
from claimtrack.site import feed, line_words, source_pages
from claimtrack.site.claim_page import ClaimPages
from claimtrack.site.file_names import FileNames, href
from claimtrack.site.front_page import FrontPages
from claimtrack.site.history import read_history
from claimtrack.site.links import PageLinks, SitePages, claim_path, diff_path, party_path
from claimtrack.site.map_page import ClaimLink, linked_claims, links_of, other_links
from claimtrack.site.party_page import PartyPages
from claimtrack.site.search_data import words_of
from claimtrack.site.templates import Templates, asset, data_block, in_script

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from markupsafe import Markup

    from claimtrack.book.book import Book
    from claimtrack.render.view import View
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.filters import ClaimFilter
    from claimtrack.site.output import Counts, Output

    Progress = Callable[[int, int], None]

ASSETS: Final = ("site.css", "site.js")
# Nothing from elsewhere, nothing inline; what is not listed is forbidden.
POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)
_NAV: Final = (
    ("Claims", "claims.html"),
    ("Matrix", "matrix.html"),
    ("Parties", "parties.html"),
    ("Shifts", "shifts.html"),
    ("Sources", "sources.html"),
    ("Map", "map.html"),
)
MOST_PAIRS: Final = 300  # pages of two parties: of those who most often both take a side
_DAY: Final = len("2025-05-07")  # characters
_DESCRIBED: Final = 300  # characters of a description


class Settings(NamedTuple):
    """What the user asked for."""

    title: str
    base_url: str  # with a slash at its end; empty if it is not known where the site will be
    claim_filter: ClaimFilter
    as_of: str | None
    revision: str | None


class _Site(NamedTuple):
    """What every page says of the site."""

    title: str
    base_url: str
    policy: str
    nav: tuple[tuple[str, str], ...]
    as_of: str


class Builder:
    """Builds the pages of a site."""

    def __init__(self, book: Book, settings: Settings, output: Output, progress: Progress | None = None) -> None:
        self._book = book
        self._settings = settings
        self._output = output
        self._progress = progress
        self._templates = Templates()
        self._selection = Selection(book, settings.claim_filter, frozenset(), lambda _: None)

    def build(self) -> Counts:
        """Build all pages and return what was written."""
        book, claim_filter = self._book, self._settings.claim_filter
        self.overview = book.overview(claim_filter)
        self.sources = book.keyed_sources(claim_filter)
        self.contradictions = book.contradictions(claim_filter)
        self.rows = {row.id: row for row in self.overview.rows}
        self.history = read_history(book.path, self._settings.revision)
        self.pages = SitePages(
            FileNames(self.rows),
            FileNames(self.overview.stands),
            source_pages.addresses(self.sources),
            dict.fromkeys(self.overview.pairs()[:MOST_PAIRS]),
        )
        self._site = _Site(self._settings.title, self._settings.base_url, POLICY, _NAV, self._as_of())
        self._total = len(self.rows) + len(self.overview.stands)
        self._done = 0
        for name in ASSETS:
            self._output.write(f"assets/{name}", asset(name))
        self._claims()
        self._parties()
        self._diffs()
        self._sources()
        self._front()
        self._lists()
        self._feed()
        return self._output.finish()

    # -- pages

    def _claims(self) -> None:
        self._links = [
            link for state in self._book.claims(self._settings.claim_filter) for link in links_of(state.claim)
        ]
        pages = ClaimPages(self._book.person, PageLinks(self.pages, 1), self.rows, _linking(self._links))
        found: list[dict[str, Any]] = []
        for state in self._book.claims(self._settings.claim_filter):
            claim = state.claim = state.claim._replace(path=_below(state.claim.path, self._book.path))
            page = pages.page(state)
            data = f"data/{claim_path(self.pages, claim.id).removesuffix('.html')}.json"
            self._page(
                "claim.html",
                claim_path(self.pages, claim.id),
                heading=claim.title,
                description=_cut(f"{page.status_word.capitalize()}: {page.why}"),
                og_type="article",
                data_path=data,
                revision=self.history.revision_of(claim.id),
                page=page,
                named={lane.party: pages.name(lane.party) for lane in (page.timeline.lanes if page.timeline else ())},
                history=self.history.of(claim.id),
                structured=self._structured(state, claim_path(self.pages, claim.id)),
            )
            self._json(data, WholeClaims((state,), self._book.person))
            found.append(self._searched(state, page.why, pages.name))
            self._step()
        self._search_data(found)

    def _parties(self) -> None:
        links = PageLinks(self.pages, 1)
        pages = PartyPages(self.overview, self.contradictions, ClaimPages(self._book.person, links, self.rows, {}))
        for row in self.overview.parties:
            page = pages.page(row, links.diff)
            self._page(
                "party.html",
                party_path(self.pages, row.person.id),
                heading=page.party.name,
                description=_cut(f"Where {page.party.name} stands: {page.facts[-1][1]}."),
                page=page,
            )
            self._step()

    def _diffs(self) -> None:
        claims = ClaimPages(self._book.person, PageLinks(self.pages, 1), self.rows, {})
        pages = PartyPages(self.overview, (), claims)
        for a, b in self.pages.diffs:
            rows, tally = self.overview.diff(a, b)
            pairs = pages.pairs(rows, a, b)
            one, other = claims.party(a), claims.party(b)
            words = {name: line_words.relation(name, one.name, other.name) for name in tally}
            counts = [(words[name], number) for name, number in tally.items() if number]
            self._page(
                "diff.html",
                diff_path(self.pages, (a, b)),
                heading=f"{one.name} and {other.name}",
                description=_cut(", ".join(f"{number} {word}" for word, number in counts)),
                a=one,
                b=other,
                tally=counts,
                groups=[
                    (words[name], [pair for pair in pairs if pair.relation == name])
                    for name, number in tally.items()
                    if number
                ],
            )

    def _sources(self) -> None:
        claims = self._at_top()
        size = source_pages.PER_PAGE
        numbers = range(max(1, -(-len(self.sources) // size)))
        origins = len({row.origin for _, row in self.sources})
        for number in numbers:
            some = self.sources[number * size : (number + 1) * size]
            self._page(
                "sources.html",
                source_pages.source_path(number),
                heading="Sources",
                description="Every source, what rests on it, and which are copies of others.",
                data_path="data/sources.json",
                words=phrases.origins(len(self.sources), origins),
                entries=source_pages.entries(some, self.overview, claims, self.pages.sources),
                pages=[(each + 1, source_pages.source_path(each)) for each in numbers],
                number=number + 1,
            )

    def _front(self) -> None:
        claims = self._at_top()
        front = FrontPages(self.overview, claims)
        party_pages = PartyPages(self.overview, (), claims)
        statuses = [row.status for row in self.overview.rows]
        self._page(
            "index.html",
            "index.html",
            heading=self._settings.title,
            description="Who says what, since when, on which source.",
            data_path="data/claims.json",
            cards=front.disputed(),
            moved=party_pages.shifts(front.moved()),
            claim_count=len(statuses),
            disputed_count=statuses.count("disputed"),
            unread=self._book.unread,
            topics=self._topics(),
            parties=[row.person for row in self.overview.parties if row.person.id in self.overview.principals],
        )
        parties, lines, left_out = front.matrix()
        self._page(
            "matrix.html",
            "matrix.html",
            heading="Matrix: claims by parties",
            description="Who asserts, accepts in part or denies what, at a glance.",
            data_path="data/matrix.json",
            parties=parties,
            lines=lines,
            left_out=left_out,
        )
        cards = [front.card(row) for row in sorted(self.overview.rows, key=lambda row: (-row.at, row.id))]
        self._page(
            "claims.html",
            "claims.html",
            heading="All claims",
            description=f"{phrases.count(len(cards), 'claim')}, with their statuses.",
            data_path="data/claims.json",
            cards=cards,
        )
        self._page(
            "map.html",
            "map.html",
            heading="Map of linked claims",
            description="Which claim implies, contradicts or belongs to which.",
            groups=linked_claims(self._links, claims, self.rows),
            others=other_links(self._links, claims, self.rows),
        )
        self._page(
            "shifts.html",
            "shifts.html",
            heading="When parties moved",
            description="Every change of where somebody stands, from what to what.",
            data_path="data/shifts.json",
            shifts=party_pages.shifts(row for row in self.overview.shifts if row.move != "first"),
            first_count=sum(row.move == "first" for row in self.overview.shifts),
        )
        self._page(
            "parties.html",
            "parties.html",
            heading="Parties",
            description="Who took positions, how many, and when last.",
            data_path="data/parties.json",
            rows=[
                (
                    claims.party(row.person.id),
                    row.kind or "",
                    [*map(claims.party, row.speaks_for)],
                    row.claims,
                    row.positions,
                    phrases.day_shown(row.last, row.last_date_of) if row.last and row.last_date_of else "",
                )
                for row in self.overview.parties
            ],
        )

    def _lists(self) -> None:
        """Write the answers of the reading commands as JSON."""
        book, overview = self._book, self.overview
        rows = [row._replace(path=_below(row.path, book.path)) for row in overview.rows]
        self._json("data/claims.json", listings.claims(book, ClaimRows(rows, len(rows))))
        self._json("data/shifts.json", shifts.shifts(book, book.shifts(claims=self.rows.keys(), whole=True)))
        self._json("data/matrix.json", matrix.by_claim(book, overview.matrix))
        self._json("data/parties.json", listings.parties(overview.parties))
        self._json("data/sources.json", listings.sources([row for _, row in self.sources]))

    def _feed(self) -> None:
        found = feed.entries(
            self.overview.shifts, PageLinks(self.pages, 0), lambda party: self._book.person(party).name
        )
        values = {
            "site": self._site,
            "id": feed.identifier(self._settings.base_url or self._settings.title),
            "entries": found,
            "updated": feed.updated(found),
        }
        self._output.write("feed.xml", self._templates.render("feed.xml", values))

    # -- parts

    def _at_top(self) -> ClaimPages:
        return ClaimPages(self._book.person, PageLinks(self.pages, 0), self.rows, {})

    def _page(self, template: str, path: str, *, heading: str, **values: Any) -> None:  # noqa: ANN401 - whatever a template takes
        common = {
            "site": self._site,
            "path": path,
            "root": "../" * path.count("/"),
            "heading": heading,
            "data_path": "",
            "revision": self.history.revision,
        }
        self._output.write(path, self._templates.render(template, {**common, **values}))

    def _json(self, path: str, view: View) -> None:
        self._output.write(path, "".join(f"{piece}\n" for piece in json_format.render(view)).encode())

    def _structured(self, state: ClaimState, path: str) -> list[Markup]:
        """Return the reviews of a claim, or the claim, in the vocabulary of schema.org."""
        found = []
        for node in nodes(state, self._selection):
            claim = node.get("itemReviewed", node)
            if self._settings.base_url:
                claim["mainEntityOfPage"] = f"{self._settings.base_url}{href(path)}"
            found.append(data_block({"@context": "https://schema.org", **node}))
        return found

    def _searched(self, state: ClaimState, why: str, name: Callable[[str], str]) -> dict[str, Any]:
        row = self.rows[state.claim.id]
        people = dict.fromkeys(party for each in state.positions for party in (each.party, each.principal))
        return {
            "href": PageLinks(self.pages, 0).claim(row.id),
            "title": row.title,
            "status": row.status,
            "word": phrases.status_word(row.status, row.kind),
            "why": why,
            "at": phrases.day_of(row.last or ""),
            "topics": [slug(topic) for topic in row.topics],
            "parties": [*people],
            "words": words_of(state, [*map(name, people)]),
        }

    def _search_data(self, found: list[dict[str, Any]]) -> None:
        letters = {char for each in found for char in f"{each['title']}{each['why']}" if not char.isascii()}
        folds = {char: haystack([char]).strip() for char in sorted(letters)}
        data = in_script({"claims": found, "folds": folds})
        self._output.write("data/search.js", f"globalThis.claimtrackSearch={data};\n".encode())

    def _topics(self) -> list[tuple[str, str]]:
        names = {slug(topic): topic for row in self.overview.rows for topic in row.topics}
        return sorted(names.items())

    def _as_of(self) -> str:
        if self._settings.as_of is not None:
            return f"As of {self._settings.as_of}: only what had been said by then counts."
        days = [day for row in self.overview.rows if row.last and len(day := phrases.day_of(row.last)) == _DAY]
        return (
            f"All recorded positions count; the latest is of {max(days)}." if days else "All recorded positions count."
        )

    def _step(self) -> None:
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, self._total)


def _linking(links: Iterable[ClaimLink]) -> dict[str, list[tuple[str, str]]]:
    """Return for each claim how others link to it, and the ids of those."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for link in links:
        found[link.end].append(("implied by" if link.kind == "implies" else link.kind, link.start))
    return found


def _cut(text: str) -> str:
    return text if len(text) <= _DESCRIBED else f"{text[: _DESCRIBED - 1].rsplit(' ', 1)[0]}…"


def _below(path: str, folder: str) -> str:
    """Return the path of a claim's file from above its folder, whatever the working directory is."""
    return os.path.join(os.path.basename(os.path.abspath(folder)), os.path.relpath(path, folder)).replace(os.sep, "/")
