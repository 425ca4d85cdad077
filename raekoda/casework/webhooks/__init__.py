"""Webhooks: what happens here told to other systems, and a signed door by which other systems bring what people say."""
