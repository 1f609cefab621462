"""Checks of chapter 02, classification."""
