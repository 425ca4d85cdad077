"""Unanswered questions: grouping, work on the groups, and the effect of published answers."""
