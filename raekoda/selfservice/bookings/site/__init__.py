"""Public pages of bookings: resources, calendars, booking, the waiting list, the page of a guest."""
