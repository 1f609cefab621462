"""For authors: exercises from solutions, what is wrong in a chapter, how strong its graders are."""
