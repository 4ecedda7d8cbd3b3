"""What a record says: claims, positions, sources, parties, dates, values and the words for them."""
