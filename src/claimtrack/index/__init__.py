"""The index: a disposable file that holds what the records say, and what follows from them, ready to be asked for."""

from typing import TYPE_CHECKING

from claimtrack.doors import on_demand

if TYPE_CHECKING:
    from claimtrack.index.ahead import drop, look_ahead
    from claimtrack.index.kept import oddities
    from claimtrack.index.listing import stamp
    from claimtrack.index.marks import bound, cited, having, is_marked, passed_on, stands, taken, took
    from claimtrack.index.pack import unpack_claim, unpack_parties, unpack_sources
    from claimtrack.index.store import MEMORY, Store, open_store, read_only
    from claimtrack.index.sweep import are_fresh
    from claimtrack.index.tables import BETWEEN, get, path_of, raw
    from claimtrack.index.times import instant, until

__all__ = [
    "BETWEEN",
    "MEMORY",
    "Store",
    "are_fresh",
    "bound",
    "cited",
    "drop",
    "get",
    "having",
    "instant",
    "is_marked",
    "look_ahead",
    "oddities",
    "open_store",
    "passed_on",
    "path_of",
    "raw",
    "read_only",
    "stamp",
    "stands",
    "taken",
    "took",
    "unpack_claim",
    "unpack_parties",
    "unpack_sources",
    "until",
]

__getattr__ = on_demand(
    __name__,
    {
        "ahead": "drop look_ahead",
        "times": "instant until",
        "listing": "stamp",
        "pack": "unpack_claim unpack_parties unpack_sources",
        "kept": "oddities",
        "marks": "bound cited having is_marked passed_on stands taken took",
        "store": "MEMORY Store open_store read_only",
        "sweep": "are_fresh",
        "tables": "BETWEEN get path_of raw",
    },
)
