"""The project: settings, URLs, command line, worker, health."""
