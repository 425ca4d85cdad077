"""Call recordings and letters: transcription, redaction of personal data, proposals of answers."""
