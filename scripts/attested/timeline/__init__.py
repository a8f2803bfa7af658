"""The time machine: every row of every release, and the package as it was."""
