"""What people ask and do not find: their questions in groups, what is done about each group, whether it helped."""
