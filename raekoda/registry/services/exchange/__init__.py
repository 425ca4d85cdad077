"""Round-trip export and import of the register as a spreadsheet."""
