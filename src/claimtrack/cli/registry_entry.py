"""Writes a new entry of a registry, for the commands that add one."""

from claimtrack.book.registry_writing import RegistryKind, extend_registry, registry_path
from claimtrack.cli.write_options import WriteOptions, say, show_diff
from claimtrack.files.append import Block
from claimtrack.files.replace import lock_file


def write_entry(kind: RegistryKind, block: Block, folder: str, writing: WriteOptions) -> None:
    """Add an entry to a registry, and say where it is."""
    path = registry_path(folder, kind)
    if writing.dry_run:
        change = extend_registry(folder, kind, block)
        show_diff(path, change.old.decode("utf-8-sig"), change.new.decode("utf-8-sig"), writing.color)
        return
    with lock_file(path, within=folder) as file:
        change = extend_registry(folder, kind, block)
        if change.is_new:
            file.create(change.new)
        else:
            file.replace(change.old, change.new)
    named = block.table["id"] if kind == "sources" else block.key
    say(f"{path}:{change.line}: added {named}")
