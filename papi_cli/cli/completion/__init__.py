"""What a shell is told when somebody presses Tab."""
