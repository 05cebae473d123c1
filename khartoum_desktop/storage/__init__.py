"""The only code that writes: schema, change log, store, migrations, backup, check."""
