"""Staff pages of the phone desk and the info centre."""
