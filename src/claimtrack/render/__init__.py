"""How answers are shown: the views that commands return, and a module for each format."""
