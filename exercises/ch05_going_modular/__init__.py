"""The package of chapter 05. Its modules, in the order of the course:"""

__all__ = ["data_setup", "model_builder", "engine", "utils", "get_data", "train", "predict", "concept_check"]
