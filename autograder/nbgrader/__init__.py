"""The kit inside nbgrader: courses made ready, notebooks graded in the sandbox, grades synced.

Nothing here is imported by the kit's own commands but ``commands``, which imports neither nbgrader
nor traitlets until one of its commands runs.
"""
