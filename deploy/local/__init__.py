"""Runs the whole product on one machine from wheels alone: PostgreSQL, Valkey, web, worker and beat.

Knows nothing of Django: it starts programs, watches them and stops them.
"""
