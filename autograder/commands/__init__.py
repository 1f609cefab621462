"""The commands of ``autograder``, each in a module of its own."""
