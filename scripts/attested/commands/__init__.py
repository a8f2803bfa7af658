"""The commands of each part; none holds logic."""
