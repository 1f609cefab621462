"""The kit inside nbgrader: makes courses, grades notebooks in the sandbox, syncs grades.

Nothing here is imported by the kit's own commands but ``commands``, which imports neither nbgrader
nor traitlets until one of its commands runs.
"""
