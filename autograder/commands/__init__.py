"""What the commands of ``autograder`` do, each in a module of its own."""
