"""From the records of the files to the plan: references, due phrases, codes. All problems are collected."""
