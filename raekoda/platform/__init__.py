"""What every capability is built on: tenancy, journal, events, files, text, search, documents, deliveries."""
