"""Kinds of access to personal data that bookings write to the access log."""

VIEW = "bookings.view"
SET_MEMBER = "bookings.set_member"
