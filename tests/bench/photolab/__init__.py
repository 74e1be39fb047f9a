"""Drawn ledger pages, photographed by a drawn camera, with the truth written down beside them.

Deliberately knows nothing of the Rust crates: it is there to catch a finder of pages that was
fitted to the pictures its own authors drew.
"""
