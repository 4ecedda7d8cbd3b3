"""Builds the site of a book: every page from what the book answers, each rendered only if that changed."""

from __future__ import annotations

import gc
import os
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from claimtrack.exchange.selection import Selection
from claimtrack.exchange.to_claimreview import nodes
from claimtrack.render import phrases
from claimtrack.render.view import Pages as WholeClaims
from claimtrack.rules.search import haystack
from claimtrack.site import source_pages
from claimtrack.site.claim_page import ClaimPages
from claimtrack.site.file_names import FileNames, href
from claimtrack.site.history import read_history
from claimtrack.site.links import PageLinks, SitePages, claim_path, diff_path, party_path
from claimtrack.site.map_page import ClaimLink, links_of
from claimtrack.site.noted import NotedClaim, searched
from claimtrack.site.page_writer import PageWriter, SiteFacts
from claimtrack.site.pair_page import PairPages
from claimtrack.site.party_page import PartyPages
from claimtrack.site.templates import data_block, in_script
from claimtrack.site.top_pages import MadeFrom, TopPages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from markupsafe import Markup

    from claimtrack.book.book import Book
    from claimtrack.rules.claim_row import ClaimRow
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.filters import ClaimFilter
    from claimtrack.site.output import Counts, Output

    Progress = Callable[[int, int], None]

MOST_PAIRS: Final = 300  # pages of two parties: of those who most often both take a side
_DAY: Final = len("2025-05-07")  # characters


class Settings(NamedTuple):
    """What the user asked for."""

    site: SiteFacts
    claim_filter: ClaimFilter
    as_of: str | None
    revision: str | None


class Builder:
    """Builds the pages of a site."""

    def __init__(self, book: Book, settings: Settings, output: Output, progress: Progress | None = None) -> None:
        self._book = book
        self._settings = settings
        self._output = output
        self._progress = progress
        self._done = 0
        self._writer = PageWriter(output, settings.site)
        self._selection = Selection(book, settings.claim_filter, frozenset(), lambda _: None)
        self._rows: dict[str, ClaimRow] = {}
        self._links: list[ClaimLink] = []
        self._noted: list[NotedClaim] = []
        self._searched: list[dict[str, Any]] = []

    def build(self) -> Counts:
        """Build all pages and return what was written."""
        try:
            return self._build()
        finally:
            gc.unfreeze()

    def _build(self) -> Counts:
        book, claim_filter = self._book, self._settings.claim_filter
        self._overview = book.overview(claim_filter, self._look_at)
        gc.freeze()  # looking for garbage in it again and again took a sixth of the time at 2,000 claims
        self._sources = book.keyed_sources(claim_filter)
        self._contradictions = book.contradictions(claim_filter)
        self._overview.rows = [row._replace(path=_below(row.path, book.path)) for row in self._overview.rows]
        self._rows = {row.id: row for row in self._overview.rows}
        self._days = {row.id: phrases.day_of(row.last) if row.last else "" for row in self._overview.rows}
        self._history = read_history(book.path, self._settings.revision)
        self._pages = SitePages(
            FileNames(self._rows),
            FileNames(self._overview.stands),
            source_pages.addresses(self._sources),
            dict.fromkeys(self._overview.pairs()[:MOST_PAIRS]),
        )
        self._writer.assets()
        self._write_claims()
        facts = self._facts()
        keys = {claim: self._writer.key(fact, self._history.revision_of(claim)) for claim, fact in facts.items()}
        self._write_parties(keys)
        self._write_pairs(keys)
        top = TopPages(
            self._writer,
            self._settings.site,
            book,
            self._overview,
            self._pages,
            MadeFrom(facts, {noted.id: noted.digest for noted in self._noted}),
            self._as_of(self._rows),
            self._history.revision,
        )
        top.write_front()
        top.write_claims()
        top.write_matrix()
        top.write_parties()
        top.write_shifts()
        top.write_sources(self._sources)
        top.write_map(self._links)
        self._write_search_data()
        return self._output.finish()

    def _facts(self) -> dict[str, str]:
        """Return for each claim the digest of what pages about several claims say of it."""
        claims = ClaimPages(self._book.person, PageLinks(self._pages, 1), self._rows)
        shared = self._writer.key([*self._book.registry], self._settings.as_of)
        return {
            row.id: self._writer.key(
                shared, row, self._overview.said[row.id], claims.related(row.id), claims.parties_of(noted)
            )
            for row, noted in zip(self._overview.rows, self._noted, strict=True)
        }

    # -- pages

    def _write_claims(self) -> None:
        book, writer = self._book, self._writer
        pages = ClaimPages(
            book.person, PageLinks(self._pages, 1), self._rows, _linking(self._links), self._overview.since
        )
        shared = writer.key([*book.registry], sorted(book.shared_sources.items()), self._settings[2:])
        for noted in self._noted:
            path, revision, history = (
                claim_path(self._pages, noted.id),
                self._history.revision_of(noted.id),
                self._history.of(noted.id),
            )
            data = f"data/{path.removesuffix('.html')}.json"
            key = writer.key(shared, noted.digest, pages.around(noted), revision, history)
            if not writer.is_current(key, path, data):
                state = book.claim(noted.id)
                state.claim = state.claim._replace(path=_below(state.claim.path, book.path))
                page = pages.page(state)
                writer.page(
                    "claim.html",
                    path,
                    heading=page.title,
                    description=f"{page.status_word.capitalize()}: {page.why}",
                    as_of=self._as_of([noted.id]),
                    revision=revision,
                    key=key,
                    og_type="article",
                    data_path=data,
                    page=page,
                    named={
                        lane.party: pages.name(lane.party) for lane in (page.timeline.lanes if page.timeline else ())
                    },
                    history=history,
                    structured=self._structured(state, path),
                )
                writer.json(data, WholeClaims((state,), book.person), key)
            self._step()

    def _write_parties(self, keys: dict[str, str]) -> None:
        links = PageLinks(self._pages, 1)
        claims = ClaimPages(self._book.person, links, self._rows)
        pages = PartyPages(self._overview, self._contradictions, claims)
        for row in self._overview.parties:
            party, path = row.person.id, party_path(self._pages, row.person.id)
            stands = self._overview.stands[party]
            relations = self._overview.relations(party)
            diffs = [links.diff(party, other) for other in relations]
            around = [*map(claims.party, relations), *self._overview.tenures_and_voices(party)]
            contradictions = pages.contradictions_of(party)
            key = self._writer.key(row, [keys[claim] for claim in stands], relations, diffs, contradictions, around)
            if not self._writer.is_current(key, path):
                page = pages.page(row, links.diff)
                self._writer.page(
                    "party.html",
                    path,
                    heading=page.party.name,
                    description=f"Where {page.party.name} stands: {page.facts[-1][1]}.",
                    as_of=self._as_of(stands),
                    revision=self._history.revision_of(*stands),
                    key=key,
                    page=page,
                )
            self._step()

    def _write_pairs(self, keys: dict[str, str]) -> None:
        claims = ClaimPages(self._book.person, PageLinks(self._pages, 1), self._rows)
        pages = PairPages(self._overview, claims, PartyPages(self._overview, (), claims), self._writer.templates)
        for a, b in self._pages.diffs:
            path = diff_path(self._pages, (a, b))
            both = sorted({*self._overview.stands[a], *self._overview.stands[b]})
            one, other = claims.party(a), claims.party(b)
            key = self._writer.key(one, other, [keys[claim] for claim in both])
            if self._writer.is_current(key, path):
                continue
            groups, counts = pages.groups(a, b)
            self._writer.page(
                "diff.html",
                path,
                heading=f"{one.name} and {other.name}",
                description=", ".join(f"{number} {words}" for words, number in counts),
                as_of=self._as_of(both),
                revision=self._history.revision_of(*both),
                key=key,
                a=one,
                b=other,
                tally=counts,
                groups=groups,
            )

    # -- parts

    def _look_at(self, state: ClaimState) -> None:
        """Note what is needed of a claim later: the claims themselves are not kept."""
        claim = state.claim._replace(path=_below(state.claim.path, self._book.path))
        self._noted.append(NotedClaim.of(state, self._writer.key(claim)))
        self._links += links_of(claim)
        self._searched.append(searched(state, lambda party: self._book.person(party).name))

    def _write_search_data(self) -> None:
        links = PageLinks(self._pages, 0)
        claims = [{**each, "href": links.claim(each["id"])} for each in self._searched]
        letters = {char for each in claims for char in f"{each['title']}{each['why']}" if not char.isascii()}
        folds = {char: haystack([char]).strip() for char in sorted(letters)}
        data = in_script({"claims": claims, "folds": folds})
        self._writer.text("data/search.js", [f"globalThis.claimtrackSearch={data};\n"])

    def _structured(self, state: ClaimState, path: str) -> list[Markup]:
        """Return the reviews of a claim, or the claim, in the vocabulary of schema.org."""
        found = []
        for node in nodes(state, self._selection):
            claim = node.get("itemReviewed", node)
            if self._settings.site.base_url:
                claim["mainEntityOfPage"] = f"{self._settings.site.base_url}{href(path)}"
            found.append(data_block({"@context": "https://schema.org", **node}))
        return found

    def _as_of(self, claims: Iterable[str]) -> str:
        """Return as of when a page about some claims is."""
        if self._settings.as_of is not None:
            return f"As of {self._settings.as_of}: only what had been said by then counts."
        days = [day for claim in claims if len(day := self._days[claim]) == _DAY]
        return (
            f"All recorded positions count; the latest is of {max(days)}." if days else "All recorded positions count."
        )

    def _step(self) -> None:
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, len(self._rows) + len(self._overview.stands))


def _linking(links: Iterable[ClaimLink]) -> dict[str, list[tuple[str, str]]]:
    """Return for each claim how others link to it, and the ids of those."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for link in links:
        found[link.end].append(("implied by" if link.kind == "implies" else link.kind, link.start))
    return found


def _below(path: str, folder: str) -> str:
    """Return the path of a claim's file from above its folder, whatever the working directory is."""
    return os.path.join(os.path.basename(os.path.abspath(folder)), os.path.relpath(path, folder)).replace(os.sep, "/")
