"""A static web site of a book, which needs no server and asks nobody for anything."""
