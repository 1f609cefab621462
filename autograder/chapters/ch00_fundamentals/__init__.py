"""Graders of chapter 00, Fundamentals."""
