"""Parse due phrases: from the words of a plan to the last on-time day, with the steps that led there."""
