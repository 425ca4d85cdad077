"""The phone desk and the info centre: calls and visits as they happen, notes, promises to call back, figures."""
