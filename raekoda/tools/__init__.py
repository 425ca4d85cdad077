"""Around the program: supervisor, embedded database, demo content, simulators of other systems."""
