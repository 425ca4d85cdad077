"""Residents' pages of applications: filling in, sending, following, deciding over a consent."""
