"""What a plan file may say: closed pydantic models, one class per component type."""
