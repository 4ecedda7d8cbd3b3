"""Find, read, parse and validate the files of a folder."""
