"""The commands that belong together, each group in a file; none holds logic."""
