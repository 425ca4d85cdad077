"""Emergencies and distress: recognised before any search, answered with a card of phone numbers, never stored."""
