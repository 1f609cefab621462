"""The kit as an autograder of Gradescope: makes its zip, and grades in its container.

Gradescope unpacks the zip to ``/autograder/source``, runs ``setup.sh`` once and ``run_autograder``
for every submission; its documentation calls that the "Autograder specifications".
"""
