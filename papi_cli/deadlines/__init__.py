"""Due phrases of a plan, read into days: what the phrase says, and the steps that led there."""
