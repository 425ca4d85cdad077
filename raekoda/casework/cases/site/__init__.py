"""Public pages of cases: reporting, asking, public reports, the private status page."""
