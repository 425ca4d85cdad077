"""Reading of letters: pure, without database. Nothing a stranger sends may raise anything but :class:`Unreadable`."""
