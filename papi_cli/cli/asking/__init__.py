"""What a list is asked about: which plans, which of their rows, and how they are arranged."""
