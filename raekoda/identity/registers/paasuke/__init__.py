"""Mandates that the municipality keeps, offered to Pääsuke over X-Road (services consumed by Pääsuke 0.9.1)."""
