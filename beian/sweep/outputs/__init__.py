"""A sweep's report in the forms that people and programs take it in."""
