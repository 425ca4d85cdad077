"""Call recordings and letters: transcribed, cleaned of personal data, proposed as drafts of answers."""
