"""Answers for people at a terminal, drawn with rich, which nothing else imports."""
