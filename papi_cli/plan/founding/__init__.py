"""A new plan: what somebody says of it, and the files that say it."""
