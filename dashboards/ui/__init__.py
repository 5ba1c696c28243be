"""How dashboards show money, charts and the head of a page."""
