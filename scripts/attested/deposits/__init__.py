"""Deposits: a release at an InvenioRDM server, with DOIs that a registry gave."""
