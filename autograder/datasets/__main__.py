"""``python -m autograder.datasets`` draws ``course_data/`` again, in place."""

from autograder.data import root
from autograder.datasets.making import remake

remake(root())
