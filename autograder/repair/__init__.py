"""Find the smallest change to a student's own code that makes a failed task pass its checks."""
