"""A claim with everything that follows from its positions, its row in a list, and which claims are asked for."""
