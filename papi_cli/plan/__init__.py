"""The plan: YAML files → records → the plan as frozen values; what is owed."""
