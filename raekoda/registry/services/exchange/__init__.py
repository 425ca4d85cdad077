"""The register as a table: out to a spreadsheet and back in, giving the same."""
