"""Staff pages of applications and payment lists."""
