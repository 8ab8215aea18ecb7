"""Follow a provincial PAPI improvement plan kept as version-controlled YAML."""
