"""Damage done to plans, logs, sheets, documents and command lines by people who know their structure.

`python -m tests.fuzz plan SEED 17` does case 17 of a seed again, and `... 0 5000` the first five thousand. Every case has
a chance of its own, so that one alone is the same as one among many. Each command runs through `main` in this process,
which has bounded memory, and is stopped if it hangs for minutes; what is wrong with an answer is a line on stdout.
"""
