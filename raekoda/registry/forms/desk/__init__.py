"""Staff pages: a form is begun, built, tried, published, compared, copied, exported and imported."""
