"""Grade a class: find what was handed in, share the work out, write the gradebook."""
