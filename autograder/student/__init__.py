"""Everything that runs in the student's process. Nothing in this package knows an answer."""
