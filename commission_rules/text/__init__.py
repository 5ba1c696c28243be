"""Terms as plain sentences in English, German and Arabic, from the fields that are executed."""
