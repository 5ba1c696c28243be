"""Small wrong changes of the engine, and whether scenarios and properties notice them."""
