"""Lessons as values: the file format, set-ups, checks, answers, challenges, progress. No Qt."""
