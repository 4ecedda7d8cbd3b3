"""No module imports itself by way of others, and no name stands for two classes."""

from __future__ import annotations

import ast
from collections import Counter
from graphlib import CycleError, TopologicalSorter

import pytest
from documents import ROOT

SRC = ROOT / "src"
MODULES = {
    ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
        path.read_text(encoding="utf-8")
    )
    for path in SRC.rglob("*.py")
}


def is_type_checking(node):
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def imports(node):
    """Yield the names that a module imports, inside functions too, but for those that only types need."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, "an import names the whole module"
            yield from (f"{child.module}.{alias.name}" for alias in child.names)
        elif not is_type_checking(child):
            yield from imports(child)


def imported(tree, modules):
    """Return which of some modules a module imports; of a name in a module, that module."""
    names = set(imports(tree))
    return {name if name in modules else name.rpartition(".")[0] for name in names} & set(modules)


def test_no_module_imports_itself_by_way_of_others():
    graph = {name: imported(tree, MODULES) for name, tree in MODULES.items()}
    assert "claimtrack.files.locations" in graph["claimtrack.files.load"]  # inside a function
    assert "claimtrack.files.toml_text" in graph["claimtrack.files.load"]  # a module out of its package
    assert "claimtrack.model.record" not in graph["claimtrack.files.folder"]  # for types only
    assert list(TopologicalSorter(graph).static_order())


def test_a_cycle_inside_functions_would_be_found():
    modules = {
        "one": ast.parse("def f():\n    from two import g"),
        "two": ast.parse("try:\n    import one\nexcept ImportError:\n    pass"),
    }
    with pytest.raises(CycleError):
        list(TopologicalSorter({name: imported(tree, modules) for name, tree in modules.items()}).static_order())


def test_no_name_stands_for_two_classes():
    # A form is the record of the same name as a file has it.
    names = Counter(
        node.name
        for module, tree in MODULES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and module != "claimtrack.model.forms"
    )
    assert {name for name, count in names.items() if count > 1} == set()
