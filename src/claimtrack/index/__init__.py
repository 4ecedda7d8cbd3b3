"""The index: a disposable file that holds what the records say, and what follows from them."""
