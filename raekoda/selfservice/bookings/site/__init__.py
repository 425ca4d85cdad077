"""What people see of bookings: what can be booked, its calendar, booking, the waiting list, a guest's own page."""
