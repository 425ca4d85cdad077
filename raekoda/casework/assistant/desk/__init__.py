"""Staff pages: what people asked and did not find."""
