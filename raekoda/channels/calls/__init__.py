"""The phone desk: live calls and visits, notes, promised call-backs, statistics."""
