"""Staff pages of the case register: lists, one case, routing, templates, legal periods, figures."""
