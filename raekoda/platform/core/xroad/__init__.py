"""X-Road, the state's data exchange layer: names of members, the message protocols for SOAP (4.0) and REST (r1)."""
