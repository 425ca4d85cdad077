"""Staff pages of bookings: calendar, approvals, booking detail, booking for somebody, blocks, series."""
