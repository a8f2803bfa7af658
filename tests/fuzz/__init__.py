"""Mutation fuzzing of every kind of file that the project reads from somebody."""
