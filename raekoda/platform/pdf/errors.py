class PaperFailed(Exception):
    """The document could not be made: its template is wrong, or it was too large or too slow."""
