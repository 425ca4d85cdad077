"""Payments: what somebody is asked to pay, handed over to a payment provider, settled by the provider's signed word."""
