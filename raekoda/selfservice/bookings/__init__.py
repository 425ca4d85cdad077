"""Bookings: officials' reception hours, halls, pitches, equipment and vehicles; never two at the same time."""
