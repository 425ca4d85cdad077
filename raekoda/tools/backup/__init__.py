"""Backup and restore of an installation: rows, files that people sent, secrets.

A backup is a tar file:

``database.dump``     the rows, as ``pg_dump --format=custom`` writes them; absent for a database named by DATABASE_URL
``files/<folder>/``   uploads, documents and intake
``secrets.sealed``    the secrets, encrypted with a passphrase (:mod:`raekoda.tools.backup.sealing`)
``manifest.json``     version, applied migrations, rows and digest of each table, digest of each file

Rows and files hold personal data and are not encrypted: a backup is as confidential as the installation itself.
"""

from __future__ import annotations


class BackupError(Exception):
    """Why no backup is made, or why it is not restored, in words for people."""
