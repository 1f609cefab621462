"""Graders of chapter 03, computer vision."""
