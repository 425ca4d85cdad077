"""What the public reads: website, API, map features."""
