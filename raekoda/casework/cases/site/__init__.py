"""What a resident sees of cases: reporting, asking, public reports, the private status page."""
