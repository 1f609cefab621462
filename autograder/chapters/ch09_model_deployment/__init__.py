"""Graders of chapter 09: model deployment.

Its diagnosis runs code with torchvision and Gradio in this process, which must be able to import
the one, and has a stand-in for the other where it is missing.
"""

from autograder.student import gradio_shim, torchvision_shim

torchvision_shim.ensure()
gradio_shim.ensure()
