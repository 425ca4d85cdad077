"""Forms of services: made by officials without code, kept as versions, filled in step by step."""
