"""Staff pages of unanswered questions."""
