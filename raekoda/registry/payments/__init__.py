"""Payment requests, paid through a payment provider and settled by its signed messages."""
