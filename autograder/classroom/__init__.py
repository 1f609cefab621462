"""Grade a class: find the submissions, grade them in parallel, write the gradebook."""
