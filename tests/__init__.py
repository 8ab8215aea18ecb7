"""The tests, and the bench beside them."""
