"""Writes records, without ever rewriting what a person wrote."""

from claimtrack.writing.replace import replace_file

__all__ = ["replace_file"]
