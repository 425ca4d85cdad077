"""The case register and what hangs on a case: answers, assistant, suggestions, letters, webhooks."""
