"""The data model: claims, positions, sources, parties, dates, values and the vocabulary."""
