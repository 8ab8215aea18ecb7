"""Follow up an administration's decision or plan, kept as version-controlled YAML."""

__version__ = "0.1.0"
