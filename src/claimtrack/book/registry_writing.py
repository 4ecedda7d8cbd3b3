"""Adds to the registries: what the file says with the new entry in it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Literal

from claimtrack.book.writing import FileChange, described, load, new_source_id, refuse_new
from claimtrack.files.append import Block, extend
from claimtrack.files.load import Loader, ParsedFile, SourceFile
from claimtrack.files.registries import read_parties, read_sources
from claimtrack.files.source_files import SourceFiles
from claimtrack.model.names import composed_source, slug
from claimtrack.model.vocabulary import is_url
from claimtrack.problems import BadRequestError
from claimtrack.rules.addresses import address
from claimtrack.rules.origins import by_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack.model.record import Source
    from claimtrack.problems import Problem

RegistryKind = Literal["parties", "sources"]


def extend_registry(folder: str, kind: RegistryKind, block: Block) -> FileChange:
    """Add an entry to a registry of a folder, or begin the registry with it.

    Raises:
        RefusedError: the file cannot be read, or TOML allows nothing to be added.
        BadRequestError: the entry has a mistake in it.
    """
    change = add_entries(folder, kind, [block])
    refuse_new(_problems(change.path, kind, change.old), _problems(change.path, kind, change.new))
    return change


def add_entries(folder: str, kind: RegistryKind, blocks: Sequence[Block]) -> FileChange:
    """Add entries to a registry of a folder, or begin the registry with them, whatever `check` will say of them.

    Raises:
        RefusedError: the file cannot be read, or TOML allows nothing to be added.
    """
    path = registry_path(folder, kind)
    exists = os.path.lexists(path)
    old = load(path, kind, folder) if exists else ParsedFile({}, SourceFile(path, _first_line(folder, kind), kind))
    extended = extend(old, blocks)
    before = old.source_file.encode(old.source_file.text) if exists else b""
    return FileChange(path, before, extended.content, extended.line, is_new=not exists)


def registry_path(folder: str, kind: RegistryKind) -> str:
    """Return the path of a registry, whether it is there or not."""
    return os.path.join(folder, f"{kind}.toml")


def _first_line(folder: str, kind: RegistryKind) -> str:
    """Return the line by which an editor finds the schema, if that is there."""
    schema = f"{kind}.schema.json"
    return f"#:schema {schema}\n" if os.path.isfile(os.path.join(folder, schema)) else ""


def _problems(path: str, kind: RegistryKind, content: bytes) -> Sequence[Problem]:
    loader = Loader([], keep=False, read=lambda _: content)
    (read_parties if kind == "parties" else read_sources)(loader, path)
    return loader.problems


def party_block(folder: str, name: str, party_id: str | None, keys: dict[str, Any]) -> Block:
    """Return the block of a new party; its id is made of its name, if none is given.

    Raises:
        BadRequestError: there is no letter in the name, or a name is that of another party.
    """
    key = slug(party_id or name)
    if not key:
        raise BadRequestError(f'"{party_id or name}" cannot be a party', "a name needs at least one letter or digit")
    registry = SourceFiles(folder).parties.registry
    for each in (key, name, *keys.get("aliases", ())):
        if registry.knows(slug(each)):
            hint = "names compare without case and punctuation"
            raise BadRequestError(f'the name "{each}" belongs to [{registry.party(each)}] already', hint)
    return Block(key, {"name": name, **keys}, listed=False)


def source_block(folder: str, typed: str, source_id: str | None, keys: dict[str, Any]) -> Block:
    """Return the block of a new source, which the user names by its id or by its URL.

    Raises:
        BadRequestError: the id or the address is that of another source.
    """
    listed, typed = SourceFiles(folder).shared.listed, composed_source(typed.strip())
    if is_url(typed):
        if "url" in keys:
            raise BadRequestError("--url goes with an id, and not with another URL")
        taken = {source.id for source in listed}
        source_id = composed_source(source_id or new_source_id(typed, taken, str(keys.get("date", ""))))
    elif source_id is not None:
        raise BadRequestError("--id goes with a URL, and not with another id")
    else:
        source_id = typed
    table = described(source_id, typed if is_url(typed) else None, keys)
    for key in ("url", "archive_url"):
        _refuse_address(table.get(key, ""), listed)
    if any(source.id == source_id for source in listed):
        raise BadRequestError(f'the source "{source_id}" is there already', "give it another id")
    return Block("sources", table)


def _refuse_address(url: str, listed: Sequence[Source]) -> None:
    if is_url(url) and (found := by_address(listed).get(address(url))):
        raise BadRequestError(f'the source "{found}" has this address already', "cite it by its id")
