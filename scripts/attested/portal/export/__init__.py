"""The static export: the pages of one version as plain files that any file server can give.

The portal itself answers, in this process, and what it answers is written down; then each link is
turned into the name of a file beside it, or taken out where it leads to what is not exported.
"""
