"""Webhooks: signed notifications to other systems, and signed messages of residents that other systems send in."""
