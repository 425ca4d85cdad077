"""Residents' pages of applications: drafts, sending, status, consents."""
