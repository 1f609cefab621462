"""Graders of chapter 05: going modular.

Its diagnosis runs code with torchvision in this process, which must be able to import it.
"""

from autograder.student import torchvision_shim

torchvision_shim.ensure()
