"""The ways in and out: mail, calls, document exchange, state mailbox, notices, Open311, recordings."""
