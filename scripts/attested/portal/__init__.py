"""The portal: Datasette over the built database, with pages for readers.

Everything the pages say of tables and columns comes from the contract, either through the metadata
generated here or from the contract tables inside the database that is shown.
"""

import sys

# Datasette takes pysqlite3 where that is installed; its connections know no limits.
sys.modules.setdefault("pysqlite3", None)  # type: ignore[arg-type]
