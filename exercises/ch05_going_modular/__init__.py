"""05 · Going modular. The modules of this package, in the order of the course:"""

__all__ = ["data_setup", "model_builder", "engine", "utils", "get_data", "train", "predict", "concept_check"]
