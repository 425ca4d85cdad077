"""The inputs with which officials build a form: plain Django forms over one question or one step of a definition."""
