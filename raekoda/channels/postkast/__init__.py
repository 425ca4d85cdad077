"""The state mailbox (Postkast 2.0): letters about cases to somebody's mailbox at the state, each sent once."""
