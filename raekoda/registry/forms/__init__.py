"""Forms of services: designed by officials without code, published as versions, filled in step by step."""
