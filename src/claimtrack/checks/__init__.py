"""What a schema cannot say: the checks, what each code means, and the fixes that cannot be wrong."""
