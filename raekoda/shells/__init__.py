"""Navigation and layout of the staff side and of a resident's dashboard; no business."""
