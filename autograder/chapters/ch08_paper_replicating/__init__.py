"""Graders of chapter 08: replicating a paper, the vision transformer.

Its diagnosis runs code with torchvision in this process, which must be able to import it.
"""

from autograder.student import torchvision_shim

torchvision_shim.ensure()
