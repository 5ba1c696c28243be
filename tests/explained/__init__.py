"""An explanation holds all that makes an amount, and ends where COMMISSIONS says it ends."""
