"""Previews: whose money moves by how much when a rule or a model changes, before it ships."""
