"""Who people are and what they may do: accounts, persons, places, sign-in, state registers, access log, privacy requests."""
