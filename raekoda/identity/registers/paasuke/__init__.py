"""Serving the municipality's mandates to Pääsuke over X-Road (services consumed by Pääsuke 0.9.1)."""
