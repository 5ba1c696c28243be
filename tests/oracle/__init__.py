"""The oracle: the commission engine a second time, slow and obvious, in Decimal.

Written from COMMISSIONS and RULINGS alone, without a look at the SQL. `engine.compute` takes the
rows that go into `raw` and `terms` and returns what every partner earns; the properties compare it
with the warehouse to the last decimal. Where the two differ, the two pages decide.
"""
