"""The settings of the embedded PostgreSQL server."""

from __future__ import annotations

from pathlib import Path

import psutil

MEGABYTE = 1024 * 1024


def server_settings(socket_folder: Path) -> str:
    """Durable, sized to the machine, silent about the content of statements (they may hold personal data)."""
    memory = psutil.virtual_memory().total // MEGABYTE
    return f"""\
listen_addresses = ''
unix_socket_directories = '{socket_folder}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = {min(512, memory // 8)}MB
effective_cache_size = {memory // 2}MB
work_mem = 16MB
maintenance_work_mem = {min(256, memory // 16)}MB
max_wal_size = 2GB
wal_compression = on
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_error_verbosity = terse
log_min_error_statement = panic
"""
