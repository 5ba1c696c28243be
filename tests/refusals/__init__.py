"""Each sentence of COMMISSIONS and RULINGS that refuses something, and what holds it."""
