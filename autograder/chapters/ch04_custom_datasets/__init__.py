"""Graders of chapter 04: custom datasets.

Its diagnosis runs code with torchvision in this process, which must be able to import it.
"""

from autograder.student import torchvision_shim

torchvision_shim.ensure()
