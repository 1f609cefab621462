"""Every data set of the kit, made by seeded code: garments, dishes and toy problems.

The files in ``course_data/`` come from here (``python -m autograder.datasets``), and so do the
hidden sets of a grade, with other seeds. ``autograder.data`` is the door to both.
"""
