"""A simulated X-Road security server with registers of made-up people, on loopback only.

It implements both message protocols and validates requests. The demo and the tests use it.
"""

from raekoda.identity.registers.practice.registers import People
from raekoda.identity.registers.practice.server import PracticeServer, running

__all__ = ["People", "PracticeServer", "running"]
