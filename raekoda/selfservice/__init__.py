"""A resident's own matters: applications, bookings, offers, life events."""
