"""What a case is likely about: service, unit, kind, duplicates, a draft answer; offered, never decided."""
