"""Write records, without ever rewriting what a person wrote."""
