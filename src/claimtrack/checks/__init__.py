"""The checks beyond the schema, the explanations of their codes, and the safe fixes."""
