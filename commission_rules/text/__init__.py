"""Terms as plain sentences in English, German and Arabic, made from the fields that are executed."""
