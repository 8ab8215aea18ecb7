"""What a reader is shown, before any format: order, wording, counts."""
