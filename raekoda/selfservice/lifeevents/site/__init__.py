"""Public pages of life events."""
