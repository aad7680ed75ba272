"""Lessons: a question before every answer, and the picture that answers it."""
