"""Staff pages of bookings: the calendar, what waits for approval, one booking, booking for somebody, blocks, series."""
