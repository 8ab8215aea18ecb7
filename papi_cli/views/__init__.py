"""What readers see, whatever the format: order, wording, counts."""
