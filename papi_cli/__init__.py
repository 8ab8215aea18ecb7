"""Follow a provincial PAPI improvement plan kept as version-controlled YAML."""

__version__ = "0.1.0"
