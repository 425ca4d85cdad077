"""Importing assets from a file: parsing, guessing columns, converting coordinates, comparing with the database."""
