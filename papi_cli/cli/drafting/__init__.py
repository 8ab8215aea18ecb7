"""From what somebody types to new files of a plan: that which follows an earlier plan, and an amendment with its effect."""
