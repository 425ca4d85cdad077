"""Staff pages of the phone desk."""
