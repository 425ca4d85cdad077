"""The state's data tracker (andmejälgija) asks over X-Road who used a person's data: REST 2.1.0 and SOAP 1.3."""
