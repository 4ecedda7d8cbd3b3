"""How files are to be read, as options say it and as a small TOML file keeps it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final, cast

import tomli

from claimtrack.exchange.columns import Reading, check_field, fold
from claimtrack.files.hints import near_word
from claimtrack.model.vocabulary import STANCES
from claimtrack.problems import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from claimtrack.exchange.dates import Order
    from claimtrack.model.vocabulary import Stance

_CHOICES: Final = {"dates": ("day-first", "month-first"), "decimal": ("point", "comma")}
_TEXTS: Final = ("delimiter", "encoding")


def load_reading(maps: Iterable[str], stances: Iterable[str]) -> Reading:
    """Return how to read, from what --map and --stance say; a later one beats an earlier one.

    Raises:
        BadRequestError: one of them has no meaning, or a file cannot be read.
    """
    reading = Reading()
    for given in maps:
        column, found, name = given.rpartition("=")
        if found and not os.path.isfile(given):
            reading.columns[column.strip()] = check_field(name.strip())
        else:
            _load(given, reading)
    for given in stances:
        for pair in given.split(","):
            word, found, stance = pair.rpartition("=")
            if not found:
                raise BadRequestError(f'--stance: "{pair}" has no "="', 'write --stance "for=asserts,against=denies"')
            reading.stances[_form(word)] = _stance(stance.strip(), "--stance")
    return reading


def save_reading(reading: Reading, path: Path) -> None:
    """Write how files were read to a file, which --map takes.

    Raises:
        BadRequestError: it cannot be written.
    """
    import tomli_w  # noqa: PLC0415 - seldom asked for

    order = {"dates": f"{reading.date_order}-first"} if reading.date_order else {}
    texts = {name: value for name in ("decimal", *_TEXTS) if (value := getattr(reading, name))}
    tables = {"columns": reading.columns, "stances": reading.stances, "ratings": reading.ratings}
    whole: dict[str, Any] = {**order, **texts, **{name: table for name, table in tables.items() if table}}
    try:
        path.write_text(tomli_w.dumps(whole), encoding="utf-8")
    except OSError as error:
        raise BadRequestError(f"{path} cannot be written: {error.strerror}", "name another file") from None


def _load(path: str, reading: Reading) -> None:
    try:
        with open(path, "rb") as file:
            whole = tomli.load(file)
    except OSError as error:
        hint = 'write --map "COLUMN=FIELD", or name a file' if not os.path.lexists(path) else ""
        raise BadRequestError(f"--map: {path} cannot be read: {error.strerror}", hint) from None
    except (tomli.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequestError(f"--map: {path} is not TOML: {error}") from None
    for key, value in whole.items():
        if key in {"columns", "stances", "ratings"} and isinstance(value, dict):
            _load_table(key, value, path, reading)
        elif key in _CHOICES and value in _CHOICES[key]:
            if key == "dates":
                reading.date_order = cast("Order", value.removesuffix("-first"))
            else:
                reading.decimal = value
        elif key in _TEXTS and isinstance(value, str):
            setattr(reading, key, value)
        else:
            hint = (
                f"write {' or '.join(_CHOICES[key])}"
                if key in _CHOICES
                else "it may have columns, stances, ratings, dates, decimal, delimiter and encoding"
            )
            raise BadRequestError(f'{path}: "{key}" cannot be that', hint)


def _load_table(key: str, table: dict[str, Any], path: str, reading: Reading) -> None:
    for word, meant in table.items():
        if not isinstance(meant, str):
            raise BadRequestError(f'{path}: "{word}" in {key} is no text', "write it in quotes")
        if key == "columns":
            reading.columns[word] = check_field(meant)
        else:
            getattr(reading, key)[_form(word)] = _stance(meant, path)


def _form(word: str) -> str:
    return fold(word) or word.strip()


def _stance(text: str, where: str) -> Stance:
    if text in STANCES:
        return text
    near = near_word("stance", text, STANCES)
    hint = f'did you mean "{near}"?' if near else f"write one of {', '.join(STANCES)}"
    raise BadRequestError(f'{where}: "{text}" is not a stance', hint)
