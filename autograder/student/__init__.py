"""What runs in the student's process. Nothing in this package holds an expected value."""
