"""What a municipality offers: services, forms, benefits, assets, payments."""
