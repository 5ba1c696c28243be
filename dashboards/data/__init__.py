"""Questions to releases; each function takes the viewer first."""
