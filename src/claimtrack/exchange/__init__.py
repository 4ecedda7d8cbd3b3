"""The record in other people's formats: importers and exporters, one module a format."""
