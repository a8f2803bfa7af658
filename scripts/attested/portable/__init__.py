"""The rules and views on other engines: which of them can be asked there, and in what SQL."""
