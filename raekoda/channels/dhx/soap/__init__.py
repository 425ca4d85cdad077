"""The protocol: SOAP 1.1 with X-Road headers (message protocol 4.0) and the capsule as an attachment. Two operations."""
