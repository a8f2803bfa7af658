"""The portal: Datasette over the built database, with pages for readers.

Everything the pages say of tables and columns comes from the contract, either through the metadata
generated here or from the contract tables inside the database that is shown.
"""
