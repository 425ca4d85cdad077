"""A practice ground: an X-Road security server with the registers behind it, made-up people in them, on loopback only.

It speaks both message protocols and judges what it is asked as their texts say. The demo and the tests ask it; it has
nothing to do with the state's registers.
"""

from raekoda.identity.registers.practice.registers import People
from raekoda.identity.registers.practice.server import PracticeServer, running

__all__ = ["People", "PracticeServer", "running"]
