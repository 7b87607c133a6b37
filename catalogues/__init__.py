"""What the two catalogues (guidance and indicators) are made of: reading YAML with places, shared shapes."""
