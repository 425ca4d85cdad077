"""The form editor: Django forms for one question or one step of a definition."""
